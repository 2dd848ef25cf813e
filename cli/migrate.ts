import { printJson, quiet, withApp } from './app.ts'
import type { Call } from './command.ts'

export async function migrate(call: Call): Promise<void> {
  const lines: string[] = []
  const log = { ...quiet, info: (_fields: object, message: string) => void lines.push(message) }
  await withApp({ command: 'migrate', log }, async () => {})
  const applied = lines.flatMap((line) => /^Applied the migration (.+)$/.exec(line)?.[1] ?? [])
  if (call.has('json')) return printJson({ applied })
  for (const name of applied) console.log(`Applied ${name}`)
  console.log(applied.length === 0 ? 'The database is up to date.' : `Done: ${applied.length} applied.`)
}
