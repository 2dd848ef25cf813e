import { readConfig } from '../../server/config/index.ts'
import { type Network, type SitesStatus, sitesStatus, withLink } from '../../server/sites/index.ts'
import { printJson, withApp } from '../app.ts'
import type { Call } from '../command.ts'
import { tableOf } from '../requests/table.ts'

const modes: Readonly<Record<string, string>> = {
  alone: 'it moves by hand',
  both: 'each commit waits for the other site',
  solo: 'it goes on alone, as the witness knows',
  fenced: 'nobody writes home rows now',
}

export async function status(call: Call): Promise<void> {
  const [told, served] = await Promise.all([
    withApp({ command: 'site status' }, (app) => withLink(app, () => sitesStatus(app))),
    servedNetwork(),
  ])
  if (call.has('json')) return printJson({ ...told, partition_since: served?.since ?? null, serves: served !== null })
  for (const line of inWords(told, served)) console.log(line)
}

/** Since when a partition lasts only the server knows, which hears the other site all the time. */
async function servedNetwork(): Promise<Network | null> {
  const { host, port } = readConfig()
  const at = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  const options = { signal: AbortSignal.timeout(2000) }
  const reply = await fetch(`http://${at}:${port}/api/tweeter/v1/network`, options).catch(() => null)
  return reply?.ok ? ((await reply.json()) as Network) : null
}

function inWords({ site, other, home, clockCorrectionMs, resolved, replication }: SitesStatus, served: Network | null) {
  const serving = served ? '' : ' Its server does not run.'
  if (!other) return [`${site.name}: this network has one site.${serving}`]
  const since = served?.since ? ` since ${served.since}` : ''
  const states = {
    joining: 'is joining',
    joined: 'has joined',
    away: 'was away for longer than what waited for it was kept: run `tweeter site join` there',
  }
  return [
    `This is ${site.name} (site ${site.number}).${serving}`,
    `${other.name} (site ${other.number}, ${other.address}) ${states[other.state]}; it is ${other.reachable ? 'reached' : `NOT reached${since}`}.`,
    `Home is ${home.name}${home.here ? ', this site' : ''}, in term ${home.epoch}; ${modes[home.mode] ?? home.mode}.`,
    ...(Math.abs(clockCorrectionMs) < 1
      ? []
      : [`This machine's clock is corrected by ${Math.round(clockCorrectionMs)} ms.`]),
    '',
    ...replicationTable(replication),
    '',
    `Conflicts of the last 30 days: in ${resolved.kept} the write of this site was the newer one, ${resolved.merged} were merged by column.`,
    ...(resolved.setAside > 0
      ? [`${resolved.setAside} home rows were set aside (tweeter.set_aside): look at them.`]
      : []),
  ]
}

function replicationTable({ outgoing, incoming }: SitesStatus['replication']): string[] {
  const columns = ['rows', 'sent', 'waiting bytes', 'behind', 'taken over', 'errors'].map((name) => ({ name }))
  const rows = outgoing.map((out) => {
    const taken = incoming.find(({ kind }) => kind === out.kind)
    const pauses = taken && taken.pauses.length > 0 ? ` (${taken.pauses.join(', ')})` : ''
    return [
      out.kind,
      out.atRisk ? `${out.state}, at its bound` : out.state,
      out.bytes ?? '–',
      out.seconds === null ? '–' : `${out.seconds.toFixed(1)} s`,
      taken ? `${taken.state}${pauses}` : '–',
      taken?.errors ?? 0,
    ]
  })
  return tableOf(columns, rows)
}
