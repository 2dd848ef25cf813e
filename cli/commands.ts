import type { Command } from './command.ts'
import { requestCommands } from './requests/commands.ts'
import { siteCommands } from './site/commands.ts'

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
  backup: {
    summary: 'Write the whole network into one file, while it is in use',
    args: ['FILE'],
    options: {
      since: { value: 'OLDER', doc: 'Leave out the uploads that this backup, or one that it builds on, has already.' },
      'without-blobs': { doc: 'Leave the uploads out.' },
      'with-identity': { doc: 'Put in the key by which another site knows this one.' },
      ...json,
    },
    more:
      'All tables as they are at one moment, and the uploads. FILE appears when it is whole; it holds every secret of the\n' +
      'database, so keep it as one. Settings and request files are not in it. `docs/backup.md` says more.',
    example: 'tweeter backup /backup/monday.tweeter --since /backup/sunday.tweeter',
    load: async () => (await import('./backup.ts')).backup,
  },
  restore: {
    summary: 'Make a network out of a backup, in an empty installation',
    args: ['FILE'],
    options: { check: { doc: 'Restore it into a temporary Postgres only, to prove that it can be done.' }, ...json },
    more:
      'Into TWEETER_DATA, or into the Postgres of DATABASE_URL (16 or newer, any major version). Nothing that is there is\n' +
      'overwritten. What FILE builds on must stand beside it. Checking needs room in the temporary folder (TMPDIR).',
    example: 'TWEETER_DATA=/srv/new tweeter restore /backup/monday.tweeter',
    load: async () => (await import('./restore.ts')).restore,
  },
  ...requestCommands,
  ...siteCommands,
}
