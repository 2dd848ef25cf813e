/**
 * Files at two sites: each notes what it puts and removes (a table that is replicated), and the other one fetches it over
 * the link, or removes it as well.
 */
import type { App } from '../../app.ts'
import { hourly, messageOf, perApp } from '../../kit/index.ts'
import type { Bus } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { answerWithBytes } from '../link/index.ts'
import { healed } from '../signals.ts'
import { READ_BLOB, readBlob } from './fetch.ts'
import { followerOf, storeOf } from './follow.ts'
import { noterOf } from './note-all.ts'
import { purgeRemoved } from './queries.ts'

export { blobsToCome, lookElsewhere } from './follow.ts'
export { noteBlobs } from './note.ts'

const purger = perApp((app: App) =>
  hourly(
    () => transact(app.db, async (tx) => void (await purgeRemoved(tx))),
    (error) => app.log.warn({ error }, `Notes of removed files could not be purged: ${messageOf(error)}`),
  ),
)

const LOOK_MS = 5000

const looker = perApp((app: App) =>
  hourly(
    () => noterOf(app).look(),
    () => {},
    LOOK_MS,
  ),
)

export function listenBlobs(bus: Bus, app: App): void {
  answerWithBytes(app, READ_BLOB, (asked) => readBlob(storeOf(app), asked))
  bus.after(healed, 'sites.fetch-files', () => followerOf(app).begin())
}

export async function startBlobs(app: App): Promise<void> {
  await followerOf(app).start()
  looker(app).start()
  purger(app).start()
}

export async function stopBlobs(app: App): Promise<void> {
  await purger(app).stop()
  noterOf(app).end()
  await looker(app).stop()
  await followerOf(app).stop()
}
