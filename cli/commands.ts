import type { Command } from './command.ts'

const json = { json: { doc: 'Answer as JSON, for programs.' } }

/** Every command. Each is a file of its own (those of one noun share it), loaded when it is called. */
export const commands: Readonly<Record<string, Command>> = {
  start: {
    summary: 'Start the server, with everything it needs',
    args: [],
    options: {},
    more: 'Settings come from the environment: see `tweeter settings`. Ctrl-C or SIGTERM stops it cleanly.',
    example: 'TWEETER_PORT=8080 tweeter start',
    load: async () => (await import('./start.ts')).start,
  },
  build: {
    summary: 'Bundle the web client; `start` does it by itself when it is needed',
    args: [],
    options: {},
    more: 'Writes to web/dist. Where the bundle is what the sources say, nothing is done.',
    example: 'tweeter build',
    load: async () => (await import('./build.ts')).build,
  },
  demo: {
    summary: 'Fill the network with people and conversations to look around in',
    args: [],
    options: json,
    more: 'Prints a name and a password to sign in with. Running it again adds nothing.',
    example: 'tweeter demo',
    load: async () => (await import('./demo.ts')).demo,
  },
  'account create': {
    summary: 'Make an account that can be used at once',
    args: ['NAME'],
    options: {
      email: { value: 'ADDRESS', doc: 'Where mail goes; counts as confirmed.' },
      password: { value: 'PASSWORD', doc: 'To sign in with; `-` reads it from the standard input.' },
      role: { value: 'ROLE', doc: 'owner, admin, moderator or user. The first account of a network is its owner.' },
      token: { doc: 'Also print an access token that may do all that the person may.' },
      ...json,
    },
    more: 'Only the id, and on a second line the token, go to the standard output.',
    example: 'tweeter account create alice --email alice@example.org --token',
    load: async () => (await import('./account.ts')).create,
  },
  'account list': {
    summary: 'List accounts, the newest first',
    args: [],
    options: { limit: { value: 'N', doc: 'How many; 40 unless said otherwise.' }, ...json },
    example: 'tweeter account list --limit 10',
    load: async () => (await import('./account.ts')).list,
  },
  'account show': {
    summary: 'Show what is known about an account',
    args: ['NAME'],
    options: json,
    example: 'tweeter account show alice --json',
    load: async () => (await import('./account.ts')).show,
  },
  'account approve': {
    summary: 'Let in somebody who waits for approval',
    args: ['NAME'],
    options: {},
    example: 'tweeter account approve alice',
    load: async () => (await import('./account.ts')).approve,
  },
  'account confirm': {
    summary: 'Count the e-mail address of an account as confirmed',
    args: ['NAME'],
    options: {},
    example: 'tweeter account confirm alice',
    load: async () => (await import('./account.ts')).confirm,
  },
  'account password': {
    summary: 'Give an account a new password and sign it out everywhere',
    args: ['NAME'],
    options: {
      password: { value: 'PASSWORD', doc: 'The new one; `-` reads it. Without it one is made up and printed.' },
    },
    example: 'tweeter account password alice',
    load: async () => (await import('./account.ts')).password,
  },
  'account drop-second-factor': {
    summary: 'Turn off the second factor of somebody who has lost it',
    args: ['NAME'],
    options: {},
    more: 'Make sure that it is they who ask. They are told by mail; their password stays, and so do their sessions.',
    example: 'tweeter account drop-second-factor alice',
    load: async () => (await import('./account.ts')).dropSecondFactor,
  },
  'account delete': {
    summary: 'Delete an account for good; its name is never given away again',
    args: ['NAME'],
    options: { yes: { doc: 'Do not ask.' } },
    example: 'tweeter account delete alice --yes',
    load: async () => (await import('./account.ts')).remove,
  },
  'invite create': {
    summary: 'Make a code that lets people sign up',
    args: [],
    options: {
      uses: { value: 'N', doc: 'For so many people; 1 unless said otherwise.' },
      days: { value: 'N', doc: 'For so many days; for ever unless said otherwise.' },
      ...json,
    },
    example: 'tweeter invite create --uses 5 --days 7',
    load: async () => (await import('./invite.ts')).create,
  },
  'import follows': {
    summary: 'Make accounts and follows from a file of lines "A B": A follows B',
    args: ['FILE'],
    options: json,
    more:
      'FILE may be `-`, the standard input. Accounts that are not there are made; they cannot sign in. Nobody is\n' +
      'notified. All in one transaction: interrupted, it leaves nothing; run again, it adds nothing.',
    example: 'tweeter import follows follows.txt',
    load: async () => (await import('./import.ts')).follows,
  },
  jobs: {
    summary: 'List the work that waits, has failed or was parked after too many failures',
    args: [],
    options: { limit: { value: 'N', doc: 'How many; 100 unless said otherwise.' }, ...json },
    example: 'tweeter jobs --json',
    load: async () => (await import('./jobs.ts')).list,
  },
  'jobs retry': {
    summary: 'Run failed and parked jobs again at once',
    args: ['[ID…]'],
    options: { all: { doc: 'All of them, instead of the ones named.' }, ...json },
    example: 'tweeter jobs retry --all',
    load: async () => (await import('./jobs.ts')).retry,
  },
  mail: {
    summary: 'List mails that wait or were not delivered, with what went wrong',
    args: [],
    options: { limit: { value: 'N', doc: 'How many of each; 100 unless said otherwise.' }, ...json },
    example: 'tweeter mail --json',
    load: async () => (await import('./mail.ts')).list,
  },
  'mail retry': {
    summary: 'Send mails at once that wait for another try',
    args: ['[ID…]'],
    options: { all: { doc: 'All of them, instead of the ones named.' }, ...json },
    more: 'A mail that is "unknown" (perhaps sent) is sent again only when it is named.',
    example: 'tweeter mail retry --all',
    load: async () => (await import('./mail.ts')).retry,
  },
  'mail drop': {
    summary: 'Give up a mail that waits',
    args: ['ID'],
    options: {},
    example: 'tweeter mail drop 2701234567890123',
    load: async () => (await import('./mail.ts')).drop,
  },
  'mail suppressions': {
    summary: 'List addresses that mail is kept from, and why',
    args: [],
    options: { limit: { value: 'N', doc: 'How many; 100 unless said otherwise.' }, ...json },
    example: 'tweeter mail suppressions',
    load: async () => (await import('./mail.ts')).suppressions,
  },
  'mail lift': {
    summary: 'Let mail go to a suppressed address again',
    args: ['ADDRESS'],
    options: {},
    example: 'tweeter mail lift ann@example.org',
    load: async () => (await import('./mail.ts')).lift,
  },
  'audit verify': {
    summary: 'Check that nobody changed the log of what staff did',
    args: [],
    options: {
      head: { value: 'HASH', doc: 'The hash that the last entry once had: it must still be there.' },
      ...json,
    },
    more: 'Works out the chain of hashes again. Note the hash it prints somewhere else: with `--head` it proves later that\nnothing before it was cut off.',
    example: 'tweeter audit verify',
    load: async () => (await import('./audit.ts')).verify,
  },
  'requests follow': {
    summary: 'Read request files as they grow, ours or the logs of another server, and keep what they come to',
    args: [],
    options: {
      from: { value: 'FILE', doc: "Another server's log, whose rotated files are found; or a pattern in quotes." },
      as: { value: 'NAME', doc: 'Under which its requests are kept; the name of the file unless said.' },
      format: { value: 'FORMAT', doc: 'Of the log: combined (also common); guessed unless said.' },
      'until-end': { doc: 'Read all that there is, and end.' },
      ...json,
    },
    more:
      'Without --from it reads the files in requests/ of the data folder, for servers with TWEETER_REQUESTS=write; a\n' +
      'server that reads by itself holds its files, and this waits. It may be stopped and killed at any time: how far\n' +
      'it is is kept together with what it read. Several may follow the same files, also from several machines.',
    example: "tweeter requests follow --from '/var/log/nginx/access.log*' --as shop",
    load: async () => (await import('./requests/follow.ts')).follow,
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
        doc: 'Of time, kind, method, route, status; from files also account, post, profile, tag, agent, visitor.',
      },
      step: { value: 'STEP', doc: 'Of time: minute, hour or day.' },
      where: {
        value: 'FILTERS',
        doc: 'As route=/api/v1/statuses,status=5xx,kind=person: any of the columns but time.',
      },
      top: { value: 'WHAT', doc: 'The most frequent agents, paths, referrers, visitors or accounts instead.' },
      limit: { value: 'N', doc: 'How many rows; 20 unless said otherwise, and all by time.' },
      format: { value: 'FORMAT', doc: 'table, json or csv.' },
      source: { value: 'NAME', doc: 'Whose requests; `tweeter`, our own, unless said otherwise.' },
      files: { doc: 'Ask the files even where the stored aggregates suffice.' },
      file: { value: 'FILE', doc: 'Ask this file: a segment of ours, or the access log of another server.' },
      sql: { value: 'SELECT', doc: 'Ask the files with a `select` of your own over `requests`.' },
    },
    more:
      'Answers come from the stored aggregates where these suffice, else from the files; the standard error says which.\n' +
      'Quantiles are right within 1 %, visitors within some 3 % (from files exact); `docs/requests.md` says more.',
    example: 'tweeter requests query --from -1h --by time,status --where kind=person',
    load: async () => (await import('./requests/query.ts')).query,
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
    load: async () => (await import('./requests/generate.ts')).generateRequests,
  },
  'requests replay': {
    summary: 'Send the GET requests of a log again, to a server on this machine',
    args: ['FILE'],
    options: {
      to: { value: 'URL', doc: 'The server, as http://localhost:3000; it must be on this machine.' },
      speed: { value: 'N', doc: 'Times faster than it was recorded; 1 unless said, 0.5 is half as fast.' },
      connections: { value: 'N', doc: 'So many requests at once at most; 50 unless said.' },
      token: { value: 'FILE', doc: 'A file that holds an access token to ask with; `-` reads the standard input.' },
      format: { value: 'FORMAT', doc: 'tweeter or combined (Apache, nginx); guessed unless said.' },
      ...json,
    },
    more:
      'Logs of other servers give their paths, without what stands after a "?". Our own give routes: ids of posts,\n' +
      'profiles and tags are filled in where the record tells them, other routes with ids are skipped and counted.\n' +
      'Ctrl-C ends it with what was measured so far.',
    example: 'tweeter requests replay access.log --speed 10 --to http://localhost:3000',
    load: async () => (await import('./requests/replay.ts')).replayRequests,
  },
  'requests report': {
    summary: 'Write a page with plots about requests: of log files, or of what is stored',
    args: ['[FILE…]'],
    options: {
      format: { value: 'FORMAT', doc: 'Of the files: tweeter or combined (Apache, nginx); guessed unless said.' },
      source: { value: 'NAME', doc: 'Without files: whose stored requests; tweeter (our own) unless said.' },
      from: { value: 'TIME', doc: 'As 2026-11-22, 2026-11-22T10:00 (UTC), or 24h or 7d ago; 7d unless said.' },
      until: { value: 'TIME', doc: 'Not including it; now unless said.' },
      out: { value: 'FILE.html', doc: 'Where the page goes; the standard output unless said.' },
      title: { value: 'TEXT', doc: 'The heading of the page.' },
      ...json,
    },
    more:
      'The page is one file that loads nothing and runs nothing: send it to whoever should know. Files may be packed\n' +
      '(.gz, .zst). With --json the numbers go to the standard output, and the page to --out where it is given.',
    example: 'tweeter requests report /var/log/nginx/access.log --out report.html',
    load: async () => (await import('./requests/report.ts')).report,
  },
  routes: {
    summary: 'List every URL, who may call it, and where it is written',
    args: [],
    options: json,
    example: 'tweeter routes | grep statuses',
    load: async () => (await import('./routes.ts')).routes,
  },
  signals: {
    summary: 'List every signal, and who hears it with which guarantee',
    args: [],
    options: json,
    example: 'tweeter signals',
    load: async () => (await import('./signals.ts')).signals,
  },
  settings: {
    summary: 'List every setting, its default and what it does',
    args: [],
    options: {},
    example: 'tweeter settings',
    load: async () => (await import('./settings.ts')).settings,
  },
  migrate: {
    summary: 'Bring the database up to date, as every start does',
    args: [],
    options: json,
    example: 'tweeter migrate',
    load: async () => (await import('./migrate.ts')).migrate,
  },
}
