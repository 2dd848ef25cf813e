import type { Command } from '../command.ts'

const json = { json: { doc: 'Answer as JSON, for programs.' } }
const logFormat = {
  format: {
    value: 'FORMAT',
    doc: 'Of the log: tweeter, combined or common (Apache, nginx), caddy, ndjson; auto looks.',
  },
  fields: { value: 'FIELDS', doc: 'For other JSON: time=ts,status=res.code,method=…,path=…,duration=ms:…,address=…,…' },
}

/** What can be done with request files, ours and those of other servers. */
export const requestCommands: Readonly<Record<string, Command>> = {
  'requests follow': {
    summary: 'Read request files as they grow, ours or the logs of another server, and keep what they come to',
    args: [],
    options: {
      from: { value: 'FILE', doc: "Another server's log, whose rotated files are found; or a pattern in quotes." },
      as: { value: 'NAME', doc: 'Under which its requests are kept; the name of the file unless said.' },
      ...logFormat,
      'until-end': { doc: 'Read all that there is, and end.' },
      ...json,
    },
    more:
      'Without --from it reads the files in requests/ of the data folder, for servers with TWEETER_REQUESTS=write; a\n' +
      'server that reads by itself holds its files, and this waits. It may be stopped and killed at any time: how far\n' +
      'it is is kept together with what it read. Several may follow the same files, also from several machines.',
    example: "tweeter requests follow --from '/var/log/nginx/access.log*' --as shop",
    load: async () => (await import('./follow.ts')).follow,
  },
  'requests query': {
    summary: 'Ask what was requested: counts, rates, latencies, visitors, the most frequent',
    args: [],
    options: {
      from: {
        value: 'TIME',
        doc: 'As 2026-11-20, 2026-11-20T10:00 (UTC), -1h, -7d, today; -24h unless said otherwise.',
      },
      until: { value: 'TIME', doc: 'The end, not included; now unless said otherwise.' },
      by: {
        value: 'COLUMNS',
        doc: 'Of time, kind, method, route, status; from files account, post, profile, tag, agent, visitor.',
      },
      step: { value: 'STEP', doc: 'Of time: minute, hour or day.' },
      where: {
        value: 'FILTERS',
        doc: 'As route=/api/v1/statuses,status=5xx,kind=person; by every column but time.',
      },
      top: { value: 'WHAT', doc: 'The most frequent agents, paths, referrers, visitors or accounts instead.' },
      limit: { value: 'N', doc: 'How many rows; 20 unless said otherwise, and all by time.' },
      format: { value: 'FORMAT', doc: 'table, json or csv.' },
      source: { value: 'NAME', doc: 'Whose requests; `tweeter`, our own, unless said otherwise.' },
      files: { doc: 'Ask the files even where the stored aggregates suffice.' },
      file: { value: 'FILE', doc: 'Ask this file: a segment of ours, or the access log of another server.' },
      fields: logFormat.fields,
      sql: { value: 'SELECT', doc: 'Ask the files with a `select` of your own over `requests`.' },
    },
    more:
      'Answers come from the stored aggregates where these suffice, else from the files; the standard error says which.\n' +
      'Quantiles are right within 1 %, visitors within some 3 % (from files exact); `docs/requests.md` says more.',
    example: 'tweeter requests query --from -1h --by time,status --where kind=person',
    load: async () => (await import('./query.ts')).query,
  },
  'requests generate': {
    summary: 'Write made-up requests into files, for benchmarks and demonstrations',
    args: [],
    options: {
      rate: { value: 'N', doc: 'Records a second.' },
      seconds: { value: 'N', doc: 'For so long.' },
      to: {
        value: 'FOLDER',
        doc: 'Where to; the requests/ of the data folder unless said, where a server reads them.',
      },
      as: { value: 'FORMAT', doc: 'tweeter (our own records), or combined: an access.log as of Apache or nginx.' },
      seed: { value: 'N', doc: 'The same number makes the same requests; 1 unless said.' },
      accounts: { value: 'N', doc: 'By so many accounts; 20,000 unless said.' },
      posts: { value: 'N', doc: 'About so many posts, which are made up too; 200,000 unless said.' },
      ...json,
    },
    more: 'Each second it says how it goes. Ctrl-C ends it early; what was written stays whole. Dropped records are a failure.',
    example: 'tweeter requests generate --rate 100000 --seconds 10 --to /tmp/requests',
    load: async () => (await import('./generate.ts')).generateRequests,
  },
  'requests replay': {
    summary: 'Send the GET requests of a log again, to a server on this machine',
    args: ['FILE'],
    options: {
      to: { value: 'URL', doc: 'The server, as http://localhost:3000; it must be on this machine.' },
      speed: { value: 'N', doc: 'Times faster than it was recorded; 1 unless said, 0.5 is half as fast.' },
      connections: { value: 'N', doc: 'So many requests at once at most; 50 unless said.' },
      token: { value: 'FILE', doc: 'A file that holds an access token to ask with; `-` reads the standard input.' },
      ...logFormat,
      ...json,
    },
    more:
      'Logs of other servers give their paths, without what stands after a "?". Our own give routes: ids of posts,\n' +
      'profiles and tags are filled in where the record tells them, other routes with ids are skipped and counted.\n' +
      'Ctrl-C ends it with what was measured so far.',
    example: 'tweeter requests replay access.log --speed 10 --to http://localhost:3000',
    load: async () => (await import('./replay.ts')).replayRequests,
  },
  'requests report': {
    summary: 'Write a page with plots about requests: of log files, or of what is stored',
    args: ['[FILE…]'],
    options: {
      ...logFormat,
      source: { value: 'NAME', doc: 'Without files: whose stored requests; tweeter (our own) unless said.' },
      from: { value: 'TIME', doc: 'As 2026-11-22, 2026-11-22T10:00 (UTC), 24h or 7d (ago), today; 7d unless said.' },
      until: { value: 'TIME', doc: 'Not including it; now unless said.' },
      out: { value: 'FILE.html', doc: 'Where the page goes; the standard output unless said.' },
      title: { value: 'TEXT', doc: 'The heading of the page.' },
      ...json,
    },
    more:
      'The page is one file that loads nothing and runs nothing: send it to whoever should know. Files may be packed\n' +
      '(.gz, .zst). With --json the numbers go to the standard output, and the page to --out where it is given.',
    example: 'tweeter requests report /var/log/nginx/access.log --out report.html',
    load: async () => (await import('./report.ts')).report,
  },
  'requests export': {
    summary: 'Copy request files that are done to a folder or a bucket, as Parquet',
    args: [],
    options: {
      to: { value: 'WHERE', doc: 'A folder, or a bucket as s3://bucket/requests (with the S3_ settings).' },
      from: { value: 'TIME', doc: 'As for `requests query`; everything unless said otherwise.' },
      until: { value: 'TIME', doc: 'The end, not included.' },
      ...json,
    },
    more:
      'A file holds what was begun to be written in the range, as date=YYYY-MM-DD/NAME.parquet. What is there already is\n' +
      'left alone, so an export that was interrupted goes on. TWEETER_REQUESTS_ARCHIVE does the same by itself.',
    example: 'tweeter requests export --to /backup/requests --from -7d',
    load: async () => (await import('./export.ts')).exportFiles,
  },
}
