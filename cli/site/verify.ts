import { verifySites, withLink } from '../../server/sites/index.ts'
import { printJson, withApp } from '../app.ts'
import type { Call } from '../command.ts'
import { Progress } from '../progress.ts'
import { totals, verdictTable } from './table.ts'

export async function verify(call: Call): Promise<void> {
  const repair = call.has('repair')
  const stop = new AbortController()
  const progress = new Progress()
  const verdicts = await withApp({ command: 'site verify', writes: repair, stop }, (app) =>
    withLink(app, () =>
      verifySites(app, {
        repair,
        onProgress: ({ table, done, total }) => progress.update(table, done, total),
        signal: stop.signal,
      }),
    ).finally(() => progress.end()),
  )
  const { tables, rows, differing } = totals(verdicts)
  if (call.has('json')) printJson({ equal: differing === 0, tables: verdicts })
  else {
    for (const line of verdictTable(verdicts)) console.log(line)
    console.log(differing === 0 ? `Equal: ${rows} rows in ${tables} tables.` : `${differing} rows differ.`)
  }
  if (differing > 0) {
    process.exitCode = 1
    if (!call.has('json')) console.error('`tweeter site verify --repair` makes them equal; the newer of each wins.')
  }
}
