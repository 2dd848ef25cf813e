/** A follower on a database of its own, for tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshDatabase } from '../../../testing/cluster.ts'
import type { App } from '../../app.ts'
import { Bus } from '../../signals/index.ts'
import type { FormatName } from '../reading/formats/index.ts'
import { Reader } from '../reading/reader.ts'
import type { LogReader } from './batches.ts'
import { Follower } from './follower.ts'
import { newHolder } from './holder.ts'
import type { Log } from './log.ts'
import type { Holder } from './queries.ts'

type More = Partial<Holder> & { open?: () => LogReader; mostBytes?: number; everyMs?: number }

export const openReader = (format: FormatName, of: 'traffic' | 'views' = 'traffic') =>
  new Reader({ format, of, samples: 100 })

export interface Bench {
  readonly app: App
  readonly folder: string
  readonly warnings: string[]
  follower(log: Log, more?: More): Follower
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const { db, drop } = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-follow-'))
  const warnings: string[] = []
  const warn = (_fields: object, message: string) => void warnings.push(message)
  const log = { debug() {}, info() {}, warn, error: warn }
  const now = () => new Date()
  const app = { db, log, now, bus: new Bus(db, log, now), config: { dataDir: folder } } as unknown as App
  return {
    app,
    folder,
    warnings,
    follower: (
      source,
      {
        open = () => openReader(source.source === 'tweeter' ? 'tweeter' : 'combined'),
        mostBytes,
        everyMs = 50,
        ...more
      } = {},
    ) => {
      const by: Holder = { source: source.source, reader: 'traffic', holder: newHolder(), leaseMs: 30_000, ...more }
      const rejectsFolder = join(folder, 'requests', 'rejects')
      return new Follower(app, source, { open, by, rejectsFolder, everyMs, ...(mostBytes && { mostBytes }) })
    },
    close: async () => {
      await drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
