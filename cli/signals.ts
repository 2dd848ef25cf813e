import { readConfig } from '../server/config/index.ts'
import { openApp } from '../server/server.ts'
import { declaredSignals } from '../server/signals/index.ts'
import { connect } from '../server/storage/index.ts'
import { printJson, quiet } from './app.ts'
import type { Call } from './command.ts'
import { columns } from './help.ts'

/** Listeners register without reading anything, so handles that never connect will do. */
export async function signals(call: Call): Promise<void> {
  const config = readConfig()
  const db = connect({ socketDir: config.dataDir, database: 'none', user: 'none', connections: 1 })
  const storage = { db, died: new Promise<string>(() => {}), close: () => db.close() }
  const { app, close } = await openApp(config, { log: quiet, storage })
  await close()
  const all = declaredSignals().map(({ name, doc }) => ({
    name,
    doc,
    heard_by: app.bus
      .hearings()
      .filter((hearing) => hearing.signal === name)
      .map(({ listener, guarantee }) => ({ listener, guarantee })),
  }))
  if (call.has('json')) return printJson(all)
  for (const { name, doc, heard_by: heardBy } of all) {
    console.log(`${name}\n  ${doc}`)
    for (const line of columns(
      heardBy.map((one) => [one.guarantee, one.listener]),
      '    ',
    ))
      console.log(line)
  }
}
