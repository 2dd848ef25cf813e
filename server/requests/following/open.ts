/** Opens followers: a door that does not need the server behind it. */
import type { Ground } from '../../app.ts'
import { detectFormat } from '../reading/detect.ts'
import type { FormatName } from '../reading/formats/index.ts'
import { Reader } from '../reading/reader.ts'
import { Reading, type ReadingOptions } from '../reading/reading.ts'
import { requestsFolder } from '../writing/segment.ts'
import type { LogReader } from './batches.ts'
import { Follower } from './follower.ts'
import { newHolder } from './holder.ts'
import type { Log, LogFile } from './log.ts'
import { OWN, ownLog } from './own.ts'
import type { Holder, ReaderName } from './queries.ts'
import { rejectsFolder } from './rejects.ts'
import { ViewsReader } from './views.ts'

const LEASE_MS = 30_000
/** Traffic goes first, as it is to be told within a second; what people saw is told in the end, whatever traffic does. */
const MOST_WAIT_MS = 1000

const newLease = (source: string, reader: ReaderName): Holder => ({
  source,
  reader,
  holder: newHolder(),
  leaseMs: LEASE_MS,
})

export interface OwnReaders {
  readonly traffic: Follower
  readonly views: ViewsReader
}

/**
 * A follower of the log of another server.
 *
 * @param format null: what the first file that is read looks like.
 */
export const openForeign = (app: Ground, log: Log, format: FormatName | null): Follower =>
  new Follower(app, log, {
    open: async (file) => new Reader({ format: format ?? (await formatOf(file)), of: 'traffic', samples: 100 }),
    by: newLease(log.source, 'traffic'),
    rejectsFolder: rejectsFolder(requestsFolder(app.config)),
  })

async function formatOf({ path, compression }: LogFile): Promise<FormatName> {
  const format = await detectFormat(path, compression)
  if (format === null) throw new Error('there is no whole line in it yet.')
  return format
}

/** A thread of its own, or in this one: for what is short. */
type Open = (options: ReadingOptions) => LogReader
const inThread: Open = (options) => new Reader(options)
export const here: Open = (options) => {
  const reading = new Reading(options)
  return { read: (stretch) => reading.read(stretch), take: async () => reading.take(), close: async () => {} }
}

/**
 * Both readers of our own log.
 *
 * @param told after each commit that told others what people saw.
 */
export function openOwnReaders(app: Ground, told?: () => Promise<void>, where = inThread): OwnReaders {
  const folder = requestsFolder(app.config)
  const open = (of: 'traffic' | 'views') => () => where({ format: 'tweeter', of, samples: 100 })
  const traffic = new Follower(app, ownLog(folder), {
    open: open('traffic'),
    by: newLease(OWN, 'traffic'),
    rejectsFolder: rejectsFolder(folder),
  })
  return {
    traffic,
    views: new ViewsReader(app, ownLog(folder), {
      open: open('views'),
      by: newLease(OWN, 'views'),
      rejectsFolder: rejectsFolder(folder),
      turn: () => traffic.atRest(MOST_WAIT_MS),
      ...(told && { told }),
    }),
  }
}
