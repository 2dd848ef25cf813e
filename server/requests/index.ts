/**
 * Requests on file: each request that is served becomes a record in `requests/` of the data folder (`writing`); files of
 * records, ours and those of other servers, are read as they grow (`reading`, `following`), and what they come to is
 * kept in Postgres and asked for (`querying`). What people saw is told upwards by the signal `requests.read`.
 */
import type { App, Module } from '../app.ts'
import { requestServed } from '../http/index.ts'
import { recorderOf } from './writing/recorder.ts'

export {
  askAggregates,
  askTops,
  knownSources,
  readUntil,
  type TopRow,
  type TopsQuestion,
} from './querying/aggregates.ts'
export type { TrafficQuestion, TrafficRow } from './querying/question.ts'
export type { Actor, PostViews, ProfileViews, Seen, TagViews, Views } from './reading/views.ts'
export type { Kind, RequestRecord } from './record.ts'
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
    http.addHook('onClose', () => recorderOf(app).stop())
  },
  start: async (app) => {
    if (isWriting(app)) await recorderOf(app).start()
  },
}
