/** What the commands that read files need of this module: a door that opens without the server behind it (100 MB less). */
export type { FollowerStatus } from './following/follower.ts'
export { foreignLog } from './following/foreign.ts'
export { type OwnReaders, openForeign, openOwnReaders } from './following/open.ts'
export { type FormatName, formatNames, jsonFormat } from './reading/formats/index.ts'
export { readWhole, spanOf } from './reading/whole.ts'
export { guessFormat } from './replaying/recorded.ts'
export { reportPage } from './reporting/page.ts'
export { type Summary, sumUp } from './reporting/summary.ts'
