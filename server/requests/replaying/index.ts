/** Recorded GET requests, sent again to a server on this machine. */
export { guessFormat } from './recorded.ts'
export { type Replayed, replay } from './replay.ts'
export { loopbackTarget } from './target.ts'
