import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import { messageOf } from '../kit/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import type { LaterListener } from './bus.ts'
import { claimJobs, deleteJobs, failJob, type Job } from './queries.ts'

const BATCH = 20
const POLL_MS = 1000

/** Doubles from 1 s to some 3 hours, with up to a quarter of jitter, so that what failed together does not return together. */
export const backoffMs = (attempts: number): number => 1000 * 2 ** Math.min(attempts, 13) * (1 + Math.random() / 4)

export interface JobRunner {
  /** Stops claiming and waits for what is running. */
  stop(): Promise<void>
}

/** Runs jobs until stopped: `workers` at once, woken by this process's own commits and by a poll each second. */
export function startJobs(app: App, workers: number): JobRunner {
  const stopping = new AbortController()
  let wake = new AbortController()
  app.bus.onJobs = () => {
    wake.abort()
    wake = new AbortController()
  }
  // One worker takes no slow jobs, so that a hanging mail server cannot hold them all.
  const loops = Array.from({ length: workers }, async (_, index) => {
    const slowToo = index > 0 || workers === 1
    while (!stopping.signal.aborted) {
      const woken = wake.signal
      const ran = await runOnce(app, slowToo).catch((error) => {
        app.log.warn({ error }, `Jobs cannot be read at the moment: ${messageOf(error)}`)
        return 0
      })
      if (ran > 0) continue
      const signal = AbortSignal.any([woken, stopping.signal])
      await sleep(POLL_MS, undefined, { signal }).catch(() => {})
    }
  })
  return {
    stop: async () => {
      stopping.abort()
      app.bus.onJobs = () => {}
      await Promise.all(loops)
    },
  }
}

/** Runs every job that is due, and those that they lead to. For tests and commands; @returns how many ran. */
export async function drainJobs(app: App): Promise<number> {
  let total = 0
  for (let ran = await runOnce(app); ran > 0; ran = await runOnce(app)) total += ran
  return total
}

/** Claims some due jobs (quick ones together, else a slow one alone), runs them and removes those that are done. */
async function runOnce(app: App, slowToo = true): Promise<number> {
  const listeners = app.bus.laterListeners()
  const named = (slow: boolean) => [...listeners.values()].filter((one) => one.slow === slow).map((one) => one.name)
  const quick = await runSome(app, listeners, named(false), BATCH)
  return quick > 0 || !slowToo ? quick : await runSome(app, listeners, named(true), 1)
}

async function runSome(
  app: App,
  listeners: ReadonlyMap<string, LaterListener>,
  names: string[],
  limit: number,
): Promise<number> {
  if (names.length === 0) return 0
  return await transact(app.db, async (tx) => {
    const jobs = await claimJobs(tx, names, app.now(), limit)
    const done: number[] = []
    for (const job of jobs) if (await runJob(app, tx, listeners.get(job.listener)!, job)) done.push(job.id)
    if (done.length > 0) await deleteJobs(tx, done)
    return jobs.length
  })
}

async function runJob(app: App, tx: Tx, listener: LaterListener, job: Job): Promise<boolean> {
  try {
    await tx.savepoint((part) => listener.run(part, job.fact))
    return true
  } catch (error) {
    const attempts = job.attempts + 1
    const parked = attempts >= listener.attempts
    const runAt = parked ? null : new Date(app.now().getTime() + backoffMs(job.attempts))
    await failJob(tx, job.id, messageOf(error), runAt)
    const fate = runAt ? `is tried again at ${runAt.toISOString()}` : 'is parked; see `tweeter jobs`'
    app.log.warn(
      { job: job.id, listener: job.listener },
      `A job of ${job.listener} failed and ${fate}: ${messageOf(error)}`,
    )
    return false
  }
}
