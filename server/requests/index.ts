/**
 * Requests on file: each request that is served becomes a record in `requests/` of the data folder (`writing`); files of
 * records, ours and those of other servers, are read as they grow (`reading`, `following`), and what they come to is
 * kept in Postgres and asked for (`querying`). What people saw is told upwards by the signal `requests.read`.
 */
import type { Module } from '../app.ts'

export { type FormatName, formatNames } from './reading/formats/index.ts'
export type { Actor, PostViews, ProfileViews, Seen, TagViews, Views } from './reading/views.ts'
export { readWhole } from './reading/whole.ts'
export type { Kind, RequestRecord } from './record.ts'
export { guessFormat } from './replaying/index.ts'
export {
  reportPage,
  type Summary,
  spanOf,
  storedSources,
  sumUp,
  trafficOfRange,
} from './reporting/index.ts'
export { requestsRead } from './signals.ts'

export const requests: Module = {
  name: 'requests',
  migrations: new URL('./migrations/', import.meta.url),
}
