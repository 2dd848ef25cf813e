/** What whoever runs the network sees of the jobs, and does about them. */
import type { App } from '../../app.ts'
import { conflict, notFound, unprocessable } from '../../kit/index.ts'
import type { Tx } from '../../storage/index.ts'
import { dropJob, hasFailed, type JobKey, retryJobs } from '../queries.ts'
import { jobsByListener } from './queries.ts'

export { type DeskJob, deskJobs } from './queries.ts'

export interface JobFigures {
  readonly waiting: number
  readonly future: number
  readonly parked: number
  /** Of those that are not parked: tried already, in vain. */
  readonly failing: number
  /** Since the first of those that wait was due; null when none waits. */
  readonly oldestSeconds: number | null
}

export interface ListenerFigures extends JobFigures {
  readonly listener: string
}

/** How many jobs there are, of all listeners together and of each; in one statement. */
export async function jobFigures(app: App): Promise<JobFigures & { readonly listeners: readonly ListenerFigures[] }> {
  const now = app.now()
  const listeners = (await jobsByListener(app.db.read, now)).map(({ oldest_at, ...row }) => ({
    ...row,
    oldestSeconds: oldest_at && Math.max(0, Math.floor((now.getTime() - oldest_at.getTime()) / 1000)),
  }))
  const sum = (key: 'waiting' | 'future' | 'parked' | 'failing') =>
    listeners.reduce((total, row) => total + row[key], 0)
  const ages = listeners.flatMap((row) => row.oldestSeconds ?? [])
  return {
    waiting: sum('waiting'),
    future: sum('future'),
    parked: sum('parked'),
    failing: sum('failing'),
    oldestSeconds: ages.length === 0 ? null : Math.max(...ages),
    listeners,
  }
}

/** The name of the fact that a listener hears; null when nobody of that name listens (a plugin that is gone). */
export const factOf = (app: App, listener: string): string | null =>
  app.bus.hearings().find((hearing) => hearing.listener === listener)?.signal ?? null

/**
 * Runs a job that failed, or is parked, again at once.
 *
 * @throws Problem 404 when there is none, 409 while it runs, 422 when it has not failed.
 */
export async function retryJob(app: App, tx: Tx, id: number): Promise<JobKey> {
  const [job] = await retryJobs(tx, [id])
  if (!job) {
    if (await stillThere(tx, id)) throw conflict(RUNNING)
    throw unprocessable('This job has not failed: it runs by itself when its time comes.')
  }
  wake(app, tx)
  return job
}

/** The same for all of a listener, or of everybody. @returns how many. */
export async function retryAllJobs(app: App, tx: Tx, listener: string | null): Promise<number> {
  const jobs = await retryJobs(tx, null, listener)
  wake(app, tx)
  return jobs.length
}

/** What the job was to do is not done any more. @throws Problem 404 when there is none, 409 while it runs. */
export async function removeJob(tx: Tx, id: number): Promise<JobKey> {
  const [job] = await dropJob(tx, id)
  if (job) return job
  await stillThere(tx, id)
  throw conflict(RUNNING)
}

const RUNNING = 'This job runs at this moment, or somebody else is at it: look again in a moment.'

/** @returns whether it has failed before. @throws Problem 404 when there is no such job. */
async function stillThere(tx: Tx, id: number): Promise<boolean> {
  const [job] = await hasFailed(tx, id)
  if (!job) throw notFound()
  return job.failed
}

const wake = (app: App, tx: Tx): void => tx.afterCommit(() => app.bus.onJobs())
