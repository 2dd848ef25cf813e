import { readConfig } from '../server/config/index.ts'
import { modules } from '../server/modules.ts'
import { loadPlugins } from '../server/signals/index.ts'
import { printJson } from './app.ts'
import type { Call } from './command.ts'
import { columns } from './help.ts'

/** Reads the modules, not the database. */
export async function routes(call: Call): Promise<void> {
  const all = [...modules, ...(await loadPlugins(readConfig().plugins))].flatMap((module) =>
    (module.routes ?? []).flatMap(({ method, url, scope, who, limit, summary, at }) =>
      method.map((one) => ({ method: one, url, scope, who, limit, summary, at, module: module.name })),
    ),
  )
  if (call.has('json')) return printJson(all)
  const rows = all.map((route) => [
    route.method,
    route.url,
    route.scope === 'public' ? 'public' : `${route.scope} (${route.who})`,
    route.limit,
    route.at,
  ])
  for (const line of columns([['METHOD', 'URL', 'SCOPE', 'LIMIT', 'WRITTEN IN'], ...rows], '')) console.log(line)
}
