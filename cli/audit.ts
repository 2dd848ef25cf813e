import { type Chain, verifyAudit } from '../server/moderation/index.ts'
import { printJson, withApp } from './app.ts'
import type { Call } from './command.ts'

export async function verify(call: Call): Promise<void> {
  const head = call.text('head')?.toLowerCase()
  let found = head === undefined
  const chains = await withApp({ command: 'audit verify' }, ({ db }) =>
    verifyAudit(db.read, (hash) => {
      found ||= hash === head
    }),
  )
  if (call.has('json')) printJson(chains)
  else for (const chain of chains) console.log(lineOf(chain))
  if (chains.length === 0 && !call.has('json')) console.log('The audit log has no entries yet.')
  const broken = chains.find((chain) => chain.broken !== null)
  if (broken)
    throw new Error(`The audit log of site ${broken.site} was tampered with at entry ${broken.broken!.sequence}.`)
  if (!found) throw new Error('No entry has the hash that was given: the end of the audit log was cut off, or changed.')
}

const lineOf = ({ site, entries, head, broken }: Chain): string =>
  broken
    ? `Site ${site}: ${entries} entries are whole; entry ${broken.sequence}: ${broken.why}.`
    : `Site ${site}: all ${entries} entries are whole; the last has the hash ${head}`
