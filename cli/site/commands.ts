import type { Command } from '../command.ts'

const json = { json: { doc: 'Answer as JSON, for programs.' } }

/** What a second site of the network needs: each is reached at an address of its own, and tells its name. */
export const siteOptions = {
  name: { value: 'NAME', doc: 'What this site is called, as berlin: small letters, digits and hyphens.' },
  listen: { value: 'HOST:PORT', doc: 'Where the link listens; 0.0.0.0:7443 unless said otherwise.' },
  address: { value: 'HOST:PORT', doc: 'Where the other site reaches that; the name of this machine unless said.' },
  'database-url': {
    value: 'URL',
    doc: 'How the other site reaches a PostgreSQL of your own, with TLS; `-` reads it from the standard input.',
  },
}

/** Two sites of one network (docs/partition.md). */
export const siteCommands: Readonly<Record<string, Command>> = {
  'site init': {
    summary: 'Let a second site join this network: prints an invitation code',
    args: [],
    options: { ...siteOptions, ...json },
    more:
      'A running server begins to listen by itself. The code is good for one site and an hour, and as secret as a\n' +
      'password: whoever has it gets everything. Run it again for another code, or to change the address.',
    example: 'tweeter site init --name berlin --address berlin.example:7443',
    load: async () => (await import('./init.ts')).init,
  },
  'site join': {
    summary: 'Make this empty installation the second site of a network, or go on with that, or come back',
    args: ['[CODE]'],
    options: { ...siteOptions, ...json },
    more:
      'CODE is what `site init` at the first site printed; `-` reads it. Everything comes over while the first goes on\n' +
      'serving, and both are verified equal at the end. Interrupted, also by a crash, it goes on with `tweeter site join`;\n' +
      'the same brings two sites together again of which one was away for too long, and nothing of either is lost.',
    example: 'tweeter site join --name paris --address paris.example:7443 -',
    load: async () => (await import('./join.ts')).join,
  },
  'site status': {
    summary: 'Say how the two sites are: reached or not, what waits, who is home, what was resolved',
    args: [],
    options: { ...json },
    more: 'Works at either site, also while the other one is not reached.',
    example: 'tweeter site status',
    load: async () => (await import('./status.ts')).status,
  },
  'site verify': {
    summary: 'Compare both sites, table by table, while they serve',
    args: [],
    options: { repair: { doc: 'Make them equal: of each row, or column, the newer wins.' }, ...json },
    more:
      'A row differs when it still does after all that was under way has arrived; then the exit code is 1. Home rows are\n' +
      'made what they are at home, and what the other site had beyond that is kept in the table tweeter.set_aside.',
    example: 'tweeter site verify --json',
    load: async () => (await import('./verify.ts')).verify,
  },
  'site leave': {
    summary: 'End the second site: each goes on by itself',
    args: [],
    options: {
      alone: { doc: 'Only here, because the other site is gone for good.' },
      yes: { doc: 'This is meant.' },
      ...json,
    },
    more: 'Both keep what they have. A site that left joins again as an empty installation only.',
    example: 'tweeter site leave --yes',
    load: async () => (await import('./leave.ts')).leave,
  },
  'site home': {
    summary: 'Say which site is home (claims of names, money, orders), or make this one home',
    args: [],
    options: {
      here: { doc: 'Make this site home: the other one stops first, and all that it wrote is taken over.' },
      'i-know-the-other-is-dead': {
        doc: 'Do not ask the other site. What it wrote and did not send is lost here, and set aside there.',
      },
      ...json,
    },
    more:
      'With a witness (TWEETER_WITNESS) home moves by itself when its site dies. Without one it stays where it is until\n' +
      'this command is given, at the site that is to become home, whose server must run.',
    example: 'tweeter site home --here',
    load: async () => (await import('./home.ts')).home,
  },
  'site drill': {
    summary: 'Break the cable between two sites again and again, and check that nothing is lost',
    args: [],
    options: {
      seed: { value: 'N', doc: 'The same number gives the same faults; any unless said.' },
      faults: { value: 'N', doc: 'So many; 12 unless said.' },
      minutes: { value: 'N', doc: 'No fault begins after so long.' },
      witness: { value: 'NODES', doc: 'With a witness, an etcd of 1 node or of 3, which must be installed.' },
      break: { value: 'WHAT', doc: 'Take newest-wins, fencing or sync away, and see that this is found.' },
      svg: { value: 'FILE', doc: 'Draw who could do what when.' },
      keep: { value: 'FOLDER', doc: 'Keep data and logs there; else they go when nothing was found.' },
      ...json,
    },
    more:
      'It makes two sites of its own, with clients at both and a cable that is cut, cut one way only, slow or lossy;\n' +
      'servers and databases are stopped and killed, clocks jump. A checker that knows only what the clients were told\n' +
      'says what was lost or done twice. Exit code 1 when anything was; with --break, when nothing was found.',
    example: 'tweeter site drill --seed 7 --faults 20 --svg drill.svg',
    load: async () => (await import('./drill.ts')).runDrill,
  },
}
