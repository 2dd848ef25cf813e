/**
 * Requests on file: each request that is served becomes a record in `requests/` of the data folder (`writing`); files of
 * records, ours and those of other servers, are read as they grow (`reading`, `following`), and what they come to is
 * kept in Postgres and asked for (`querying`); files that are done can go to a bucket (`archiving`). What people saw is
 * told upwards by the signal `requests.read`.
 */
import type { App, Module } from '../app.ts'
import { requestServed } from '../http/index.ts'
import { startArchiving, stopArchiving } from './archiving/archive.ts'
import { readOwnFiles, startReaders, stopReaders } from './following/background.ts'
import { recorderOf } from './writing/recorder.ts'

export { archiveNow } from './archiving/archive.ts'
export { type Exported, exportRequests } from './archiving/export.ts'
export { folderTarget, s3Target, type Target } from './archiving/target.ts'
export { requestsLag } from './following/background.ts'
export type { Follower, FollowerStatus } from './following/follower.ts'
export { foreignLog } from './following/foreign.ts'
export { type OwnReaders, openForeign, openOwnReaders } from './following/open.ts'
export {
  CombinedLog,
  type Generated,
  type GenerateOptions,
  generate,
  OwnFiles,
  type Sink,
} from './generating/index.ts'
export {
  askAggregates,
  askTops,
  knownSources,
  readUntil,
  type TopRow,
  type TopsQuestion,
} from './querying/aggregates.ts'
export { type Answer, askRequests } from './querying/ask.ts'
export { askFiles, askSql } from './querying/files/index.ts'
export { askLog, logFormat, topsOfLog } from './querying/log.ts'
export type { FilesColumn, FilesQuestion, FilesRow, TrafficQuestion, TrafficRow } from './querying/question.ts'
export { statusRange } from './querying/status.ts'
export { type FormatName, formatNames, jsonFormat } from './reading/formats/index.ts'
export type { Actor, PostViews, ProfileViews, Seen, TagViews, Views } from './reading/views.ts'
export { readWhole, spanOf } from './reading/whole.ts'
export type { Kind, RequestRecord } from './record.ts'
export { guessFormat, loopbackTarget, type Replayed, replay } from './replaying/index.ts'
export {
  reportPage,
  type Summary,
  sumUp,
  trafficOfRange,
} from './reporting/index.ts'
export { requestsRead } from './signals.ts'
export { Uniques } from './sketches/uniques.ts'
export type { RecorderStats } from './writing/recorder.ts'
export { requestsFolder } from './writing/segment.ts'
export { addressOf, visitorOf } from './writing/visitors.ts'
export { RecordWriter, type WriterOptions, type WriterStats } from './writing/writer.ts'

const isWriting = (app: App): boolean => app.config.requests.mode !== 'off'

/** Resolves when every request so far is in a sealed segment; for tests, and for whoever wants to read them now. */
export async function sealRequests(app: App): Promise<void> {
  if (!isWriting(app)) return
  await recorderOf(app).settle()
  await recorderOf(app).writer.seal()
}

/** Resolves when every request so far is in the tables, and what people saw has been told; for tests and commands. */
export async function readRequests(app: App): Promise<void> {
  await sealRequests(app)
  await readOwnFiles(app)
}

/** Resolves when recording a request costs no statement. */
export const readyToRecord = async (app: App): Promise<void> => {
  if (isWriting(app)) await recorderOf(app).ready()
}

/** How the writing of this process goes; null where it is off. */
export const recordingStats = (app: App) => (isWriting(app) ? recorderOf(app).stats() : null)

export const requests: Module = {
  name: 'requests',
  migrations: new URL('./migrations/', import.meta.url),
  listen: (bus, app) => {
    if (!isWriting(app)) return
    const recorder = recorderOf(app)
    bus.after(requestServed, 'requests.write', (served) => recorder.note(served))
  },
  attach: (http, app) => {
    if (!isWriting(app)) return
    // Before the first request, so that it need not wait; whether the database is there shows soon enough otherwise.
    void readyToRecord(app).catch(() => {})
    // Only now all requests have been answered, and the database is still there.
    http.addHook('onClose', async () => {
      await recorderOf(app).stop()
      await stopReaders(app)
      await stopArchiving(app)
    })
  },
  start: async (app) => {
    if (isWriting(app)) await recorderOf(app).start()
    startReaders(app)
    startArchiving(app)
  },
}
