/**
 * Facts and who hears them: the bus that the whole house hangs on, the jobs that `later` listeners leave in Postgres,
 * and the plugins that hear as modules do. Owns `tweeter.jobs`.
 */
import type { Module } from '../app.ts'

export { Bus, emit, emitAt, pulse } from './bus.ts'
export {
  type DeskJob,
  deskJobs,
  factOf,
  type JobFigures,
  jobFigures,
  removeJob,
  retryAllJobs,
  retryJob,
} from './desk/index.ts'
export { loadPlugins } from './plugins.ts'
export { countJobs, type JobRow, listJobs, retryJobs } from './queries.ts'
export { drainJobs, type JobRunner, startJobs } from './runner.ts'
export { declaredSignals, othersWrote, type Question, question, type Signal, signal } from './signal.ts'

export const signals: Module = { name: 'signals', migrations: new URL('./migrations/', import.meta.url) }
