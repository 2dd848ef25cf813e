import { hostname } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { initSite, type SiteWish } from '../../server/sites/index.ts'
import { printJson, withApp } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'

const LISTEN = '0.0.0.0:7443'

export async function init(call: Call): Promise<void> {
  const wish = await siteWish(call)
  const code = await withApp({ command: 'site init', writes: true }, (app) => initSite(app, wish))
  if (call.has('json')) return printJson({ name: wish.name, listen: wish.listen, address: wish.address, code })
  console.error(`This is the site ${wish.name}, reached at ${wish.address}. Within an hour, on the other machine:`)
  console.error('  tweeter site join --name NAME, with this code:')
  console.log(code)
}

/** @throws WrongUse when the name is missing. */
export async function siteWish(call: Call): Promise<SiteWish> {
  const name = call.text('name')
  if (name === undefined) throw new WrongUse('Say what this site is called, as --name berlin.')
  const listen = call.text('listen') ?? LISTEN
  const address = call.text('address') ?? reachedAt(listen)
  const url = call.text('database-url')
  return { name, listen, address, databaseUrl: (url === '-' ? await lineOfInput() : url) ?? null }
}

/** What listens on every address of a machine is reached by the machine's name. */
const reachedAt = (listen: string): string => listen.replace(/^(?:0\.0\.0\.0|\[::\])(?=:\d+$)/, hostname())

async function lineOfInput(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  throw new WrongUse('The standard input has no line to take as the address of the database.')
}
