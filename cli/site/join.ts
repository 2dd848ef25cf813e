import { createInterface } from 'node:readline/promises'
import { type JoinOptions, joinSite, requireNoServer, type SiteWish, serveLink } from '../../server/sites/index.ts'
import { printJson, withApp } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'
import { Progress } from '../progress.ts'
import { siteWish } from './init.ts'
import { totals } from './table.ts'

export async function join(call: Call): Promise<void> {
  const invitation = await invitationOf(call)
  const stop = new AbortController()
  const progress = new Progress()
  const options: JoinOptions = {
    invitation,
    onStep: (step) => progress.say(`${step}…`),
    onProgress: ({ table, done, total }) => progress.update(table, done, total),
    signal: stop.signal,
  }
  const began = performance.now()
  const verdicts = await withApp({ command: 'site join', writes: true, stop }, async (app) => {
    if (invitation) await requireNoServer(app)
    return await serveLink(app, () => joinSite(app, options)).finally(() => progress.end())
  })
  const { rows, tables } = totals(verdicts)
  const seconds = Math.round(performance.now() - began) / 1000
  if (call.has('json')) return printJson({ joined: true, tables, rows, seconds })
  console.log(`Joined: ${rows} rows in ${tables} tables, verified equal at both sites, in ${seconds} s.`)
}

/** Without a code it goes on with what was begun. */
async function invitationOf(call: Call): Promise<{ code: string; wish: SiteWish } | null> {
  const [given] = call.args
  if (given === undefined) return null
  const code = given === '-' ? await lineOfInput() : given
  return { code, wish: await siteWish(call) }
}

async function lineOfInput(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line.trim()
  throw new WrongUse('The standard input has no line to take as the invitation code.')
}
