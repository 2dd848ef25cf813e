/** Recorded requests, asked again. */
export { guessFormat, type Recorded, recordedIn } from './recorded.ts'
