/** The jobs, for those who run the network. */
import type { Static } from 'typebox'
import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { type Call, linkPages, pageOf, type Viewer } from '../../http/index.ts'
import {
  type DeskJob,
  deskJobs,
  factOf,
  type JobFigures,
  jobFigures,
  removeJob,
  retryAllJobs,
  retryJob,
} from '../../signals/index.ts'
import { act } from '../act.ts'
import type { JobsQuery, JobsSummary, JobView } from './schema.ts'

/** Enough to see what it is about; facts are ids and small facts. */
const PAYLOAD_CHARACTERS = 300

/** Newest first. @throws Problem 403. */
export async function listJobs(call: Call<Viewer, unknown, Static<typeof JobsQuery>, unknown>): Promise<JobView[]> {
  const { app, viewer, query } = call
  await requirePermission(app, viewer, 'manage_settings')
  const page = pageOf(query)
  const filter = { state: query.state ?? null, listener: query.listener ?? null }
  const rows = await deskJobs(app.db.read, page, filter, app.now(), PAYLOAD_CHARACTERS + 1)
  const newestFirst = page.upwards ? rows.toReversed() : rows
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return newestFirst.map((row) => jobView(app, row))
}

const jobView = (app: App, job: DeskJob): JobView => ({
  id: String(job.id),
  listener: job.listener,
  fact: factOf(app, job.listener),
  state: job.state,
  tries: job.attempts,
  run_at: job.parked_at === null ? job.run_at.toISOString() : null,
  parked_at: job.parked_at?.toISOString() ?? null,
  last_error: job.last_error,
  created_at: job.created_at.toISOString(),
  payload: job.payload.length > PAYLOAD_CHARACTERS ? `${job.payload.slice(0, PAYLOAD_CHARACTERS)}…` : job.payload,
})

/** How many there are of each listener and state. @throws Problem 403. */
export async function summariseJobs(app: App, viewer: Viewer): Promise<JobsSummary> {
  await requirePermission(app, viewer, 'manage_settings')
  const { listeners, ...all } = await jobFigures(app)
  return {
    ...figuresJson(all),
    listeners: listeners.map((row) => ({
      listener: row.listener,
      fact: factOf(app, row.listener),
      ...figuresJson(row),
    })),
  }
}

const figuresJson = ({ waiting, future, parked, failing, oldestSeconds }: JobFigures) => ({
  waiting,
  future,
  parked,
  failing,
  oldest_waiting_seconds: oldestSeconds,
})

/** Runs one again that failed. @throws Problem 403, 404, 409 (it runs), 422 (it has not failed). */
export const retryJobByHand = (app: App, viewer: Viewer, id: string): Promise<object> =>
  act(app, viewer, 'manage_settings', async (tx, note) => {
    const { listener } = await retryJob(app, tx, Number(id))
    note({ action: 'job.retry', targetType: 'job', targetId: Number(id), details: { listener } })
    return {}
  })

/** Runs all again that failed, of a listener or of everybody. @throws Problem 403. */
export const retryJobsByHand = (app: App, viewer: Viewer, listener: string | null): Promise<{ retried: number }> =>
  act(app, viewer, 'manage_settings', async (tx, note) => {
    const retried = await retryAllJobs(app, tx, listener)
    note({ action: 'job.retry_all', targetType: 'job', targetId: null, details: { listener, retried } })
    return { retried }
  })

/** What it was to do is not done any more. @throws Problem 403, 404, 409 (it runs). */
export const dropJobByHand = (app: App, viewer: Viewer, id: string): Promise<object> =>
  act(app, viewer, 'manage_settings', async (tx, note) => {
    const { listener } = await removeJob(tx, Number(id))
    note({ action: 'job.drop', targetType: 'job', targetId: Number(id), details: { listener } })
    return {}
  })
