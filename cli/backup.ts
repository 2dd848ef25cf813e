import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig } from '../server/config/index.ts'
import { backUp, openBlobs } from '../server/storage/index.ts'
import { openStore } from '../server/store.ts'
import { printJson, quiet } from './app.ts'
import type { Call } from './command.ts'
import { Progress } from './progress.ts'

export async function backup(call: Call): Promise<void> {
  const config = readConfig()
  requireNetwork(config)
  const file = call.args[0]!
  const progress = new Progress()
  const began = performance.now()
  const leave = () => process.exit(1)
  process.on('SIGINT', leave).on('SIGTERM', leave)
  // A limit of file sizes shall be an error of the write, not the end of the process.
  process.on('SIGXFSZ', () => {})
  const storage = await openStore(config, { log: quiet, label: 'tweeter backup', join: true, migrations: null })
  try {
    const { manifest, bytes } = await backUp(storage.db, {
      file,
      url: config.url,
      blobs: call.has('without-blobs') ? null : openBlobs(config),
      since: call.text('since') ?? null,
      identityOf: call.has('with-identity') ? config.dataDir : null,
      now: () => new Date(),
      progress: (step, done, total) => progress.update(step, done, total),
      warn: (line) => progress.say(line),
    })
    progress.end()
    const { tables, blobs, chain, id, createdAt } = manifest
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    const builds_on = chain.map((link) => link.file)
    const seconds = Math.round(performance.now() - began) / 1000
    if (call.has('json')) {
      const files = blobs && {
        count: blobs.count,
        bytes: blobs.bytes,
        stored: blobs.storedCount,
        stored_bytes: blobs.storedBytes,
      }
      return printJson({
        file,
        id,
        created_at: createdAt,
        bytes,
        tables: tables.length,
        rows,
        files,
        builds_on,
        seconds,
      })
    }
    console.log(`${file}: ${megabytes(bytes)}, ${tables.length} tables with ${rows} rows, ${filesSaid(blobs)}`)
    if (builds_on.length > 0) console.log(`It builds on ${builds_on.join(', ')}: keep them together.`)
    console.error(`in ${seconds.toFixed(1)} s`)
  } finally {
    progress.end()
    await storage.close()
    process.off('SIGINT', leave).off('SIGTERM', leave)
  }
}

/** Looking for a network must not make one. */
function requireNetwork({ database, dataDir }: Config): void {
  if (database.url !== null || existsSync(join(dataDir, 'postgres'))) return
  throw new Error(`There is no network in ${dataDir}: is TWEETER_DATA right?`)
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

function filesSaid(blobs: { count: number; storedCount: number; storedBytes: number } | null): string {
  if (blobs === null) return 'no uploads'
  const older = blobs.count - blobs.storedCount
  const here = `${blobs.storedCount} uploads (${megabytes(blobs.storedBytes)})`
  return older > 0 ? `${here}, ${older} more in what it builds on` : here
}
