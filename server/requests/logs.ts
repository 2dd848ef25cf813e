/** What the commands that read files need of this module: a door that opens without the server behind it (100 MB less). */
export { type FormatName, formatNames, jsonFormat } from './reading/formats/index.ts'
export { readWhole } from './reading/whole.ts'
export { guessFormat } from './replaying/recorded.ts'
export { reportPage } from './reporting/page.ts'
export { type Summary, spanOf, sumUp } from './reporting/summary.ts'
