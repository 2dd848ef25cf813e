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
}
