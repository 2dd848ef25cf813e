import { existing, flag, integer, mailbox, networks, oneOf, optional, privateKeyFile, text, url } from './setting.ts'

/**
 * Every setting there is, in the order in which docs/operating.md shows them. The environment is read against this
 * list once, in index.ts; a variable that begins with TWEETER_ and is not here is refused by name.
 */
export const settings = {
  port: integer('TWEETER_PORT', 3000, 0, 65535, 'The port to listen on; 0 takes any free one.'),
  host: text('TWEETER_HOST', 'localhost', 'The address to listen on; `0.0.0.0` for every interface.'),
  url: url(
    'TWEETER_URL',
    ['http:', 'https:'],
    'The address under which people reach this network. Links, sign-in and account names are made from it: set it before the first account and leave it.',
    '`http://localhost:` and the port',
  ),
  dataDir: text('TWEETER_DATA', 'data', 'The folder that holds the database, uploads and mails written as files.'),
  name: text('TWEETER_NAME', 'Tweeter', 'What this network is called.'),
  description: text(
    'TWEETER_DESCRIPTION',
    'A social network of our own.',
    'One or two sentences that the front page and the apps show.',
  ),
  contactEmail: mailbox('TWEETER_CONTACT_EMAIL', 'An address that the instance document gives as its contact.'),
  registration: oneOf(
    'TWEETER_REGISTRATION',
    ['open', 'approval', 'invite', 'closed'],
    'open',
    'Who may sign up: anyone, anyone whom a moderator approves, holders of an invite code, or nobody.',
  ),
  postCharacters: integer('TWEETER_POST_CHARACTERS', 500, 1, 100_000, 'How long a post may be.'),
  passwordGrant: flag(
    'TWEETER_PASSWORD_GRANT',
    false,
    'Let command-line apps sign in with a password (the OAuth password grant): `on` or `off`.',
  ),
  databaseUrl: url(
    'DATABASE_URL',
    ['postgres:', 'postgresql:'],
    'A PostgreSQL (16 or newer) of your own, instead of the one that Tweeter carries.',
  ),
  databaseConnections: integer(
    'TWEETER_DATABASE_CONNECTIONS',
    10,
    4,
    500,
    'Connections for writing, and as many again for reading.',
  ),
  smtpUrl: url(
    'SMTP_URL',
    ['smtp:', 'smtps:'],
    'The mail server, as `smtp://user:password@host:587` or `smtps://…`. Without it each mail becomes a file under the data folder.',
  ),
  mailFrom: mailbox('TWEETER_MAIL_FROM', 'The sender of mails.', '`notifications@` and the host'),
  mailsAtOnce: integer(
    'TWEETER_MAILS_AT_ONCE_PER_HOST',
    2,
    1,
    100,
    'How many mails are handed over at the same time for the addresses of one host (the part after the @).',
  ),
  mailsPerMinute: integer(
    'TWEETER_MAILS_PER_MINUTE_PER_HOST',
    300,
    1,
    100_000,
    'How many mails go to the addresses of one host within any minute; the others wait for their turn.',
  ),
  inboundSmtp: url(
    'TWEETER_INBOUND_SMTP',
    ['smtp:'],
    'Where to take what comes back for mails (bounces and complaints), as `smtp://0.0.0.0:25`. Without it nothing listens. See [mail](#mail).',
  ),
  bounceDomain: optional(
    'TWEETER_BOUNCE_DOMAIN',
    'The domain of the addresses that bounces come back to; its mail must reach `TWEETER_INBOUND_SMTP`. The domain of the sender unless set.',
  ),
  dkimDomain: optional('TWEETER_DKIM_DOMAIN', 'The domain that signs mails (DKIM).'),
  dkimSelector: optional('TWEETER_DKIM_SELECTOR', 'The DKIM selector.'),
  dkimKeyFile: privateKeyFile('TWEETER_DKIM_KEY_FILE', 'A file with the private DKIM key (PEM).'),
  s3Bucket: optional('S3_BUCKET', 'Keep uploads in this bucket instead of the data folder.'),
  s3Endpoint: url('S3_ENDPOINT', ['http:', 'https:'], "The object store's address; empty for Amazon's own."),
  s3Region: text('S3_REGION', 'us-east-1', "The bucket's region."),
  s3AccessKeyId: optional('S3_ACCESS_KEY_ID', 'The key that may read and write the bucket.'),
  s3SecretAccessKey: optional('S3_SECRET_ACCESS_KEY', 'Its secret.'),
  trustProxy: networks(
    'TWEETER_TRUST_PROXY',
    'Addresses or networks of the reverse proxies whose `X-Forwarded-*` headers are believed, separated by commas; `loopback` for those on this machine.',
  ),
  linkPreviews: flag(
    'TWEETER_LINK_PREVIEWS',
    true,
    'Ask the pages that posts link to for their title and picture, and those that profiles link to whether they link back (`rel="me"`): `on` or `off`.',
  ),
  outgoingAllow: networks(
    'TWEETER_OUTGOING_ALLOW',
    'Addresses or networks that may be asked for link previews and pushes although they are private, and on any port, separated by commas; `loopback` for this machine. Everything else must be of the public Internet, on port 80 or 443.',
  ),
  metricsToken: optional(
    'TWEETER_METRICS_TOKEN',
    'The bearer token that may read `/metrics`. Without it only this machine may.',
  ),
  trendPeople: integer(
    'TWEETER_TREND_PEOPLE',
    3,
    1,
    100_000,
    'Distinct people of a day that a hashtag, a post or a link needs to trend. Accounts younger than a day count a quarter, those that nobody follows half.',
  ),
  rateLimitPercent: integer(
    'TWEETER_RATE_LIMIT_PERCENT',
    100,
    0,
    1_000_000,
    'Scales every rate limit; 0 turns them off (for load tests).',
  ),
  plugins: existing(
    'TWEETER_PLUGINS',
    'folder',
    'A folder of `*.ts` files that register on the signals; see docs/plugins.md.',
  ),
  logLevel: oneOf('TWEETER_LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'info', 'How much the log says.'),
  logFormat: oneOf('TWEETER_LOG_FORMAT', ['text', 'json'], 'text', 'Plain lines for people, or JSON for a collector.'),
  homeReaders: integer(
    'TWEETER_HOME_READERS',
    200_000,
    10,
    5_000_000,
    'How many home timelines are kept in memory; some 1.5 kB each, and the longest unread goes first.',
  ),
  fanOutLimit: integer(
    'TWEETER_FAN_OUT_LIMIT',
    50_000,
    0,
    100_000_000,
    'A post by an account with more active followers than this is merged in when they read, not pushed.',
  ),
  requests: oneOf(
    'TWEETER_REQUESTS',
    ['on', 'write', 'off'],
    'on',
    'Whether each request becomes a record in the files under `requests/` of the data folder: written and read by this server, only written (`tweeter requests follow` reads them elsewhere), or neither.',
  ),
  requestsDays: integer('TWEETER_REQUESTS_DAYS', 14, 1, 3650, 'For how many days request files are kept.'),
  requestsMegabytes: integer(
    'TWEETER_REQUESTS_MEGABYTES',
    10_000,
    1,
    1_000_000_000,
    'How much room request files may take together; the oldest go first.',
  ),
  jobWorkers: integer('TWEETER_JOB_WORKERS', 4, 1, 100, 'How many jobs run at once.'),
} as const
