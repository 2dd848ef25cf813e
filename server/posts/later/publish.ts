import { actingRole } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { Problem } from '../../kit/index.ts'
import { holdMedia } from '../../media/index.ts'
import type { Tx } from '../../storage/index.ts'
import { preparePost } from '../create.ts'
import type { ScheduleDue } from '../signals.ts'
import { FAR } from './drafts.ts'
import { type DraftRow, endRow, failRow, lockRow } from './queries.ts'

/**
 * Publishes a scheduled post in the transaction of its job, so it happens once. What cannot be published any more (the
 * post that it answers is gone) becomes a draft that says why: nothing that was written is lost.
 */
export async function publishDue(tx: Tx, app: App, { draftId, atMs }: ScheduleDue): Promise<void> {
  const [row] = await lockRow(tx, draftId)
  // It was cancelled, or moved to another time, which has a job of its own.
  if (row?.scheduled_at?.getTime() !== atMs) return
  const role = await actingRole(tx, row.account_id)
  if (role === null) return await keep(tx, row, 'The account could not post at that time')
  const viewer = { accountId: row.account_id, role }
  try {
    const write = await preparePost(app, viewer, row.params, { appId: row.app_id })
    await tx.savepoint(write)
    await endRow(tx, draftId)
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    await keep(tx, row, error.message)
  }
}

/** As a draft, with those of its media that are still there. */
async function keep(tx: Tx, row: DraftRow, error: string): Promise<void> {
  await failRow(tx, row.id, error)
  const media = (row.params.media_ids ?? []).map(Number)
  await holdMedia(tx, row.account_id, media, FAR).catch((problem) => {
    if (!(problem instanceof Problem)) throw problem
  })
}
