import { holdAccount, requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { notFound, unprocessable } from '../../kit/index.ts'
import { markSensitive, removePost, renderPosts, requirePost, requireStatus, type Status } from '../../posts/index.ts'
import { act } from '../act.ts'
import type { Decision } from '../admin-schema.ts'
import { decide, refuseRank } from './decide.ts'
import { isReported, postIsThere } from './queries.ts'

/** Deletes somebody's post. @returns it as it was. @throws Problem 403, 404. */
export async function deleteAsModerator(app: App, viewer: Viewer, id: string, body: Decision): Promise<Status> {
  const { status } = await onPost(app, viewer, id, body, 'delete_statuses')
  return status
}

/** Makes the pictures of somebody's post sensitive. @throws Problem 403, 404; 422 for a boost. */
export async function markAsModerator(app: App, viewer: Viewer, id: string, body: Decision): Promise<Status> {
  await onPost(app, viewer, id, body, 'mark_statuses_as_sensitive')
  return await requireStatus(app, viewer, id, 'moderation')
}

async function onPost(
  app: App,
  viewer: Viewer,
  id: string,
  decision: Decision,
  action: 'delete_statuses' | 'mark_statuses_as_sensitive',
) {
  await requirePermission(app, viewer, 'manage_reports')
  const post = await requirePost(app, viewer, id, 'moderation')
  const { row } = post
  await refuseUnseen(app, viewer, row)
  const status = await requireStatus(app, viewer, id, 'moderation')
  if (action !== 'delete_statuses' && row.boost_of_id !== null) {
    throw unprocessable('A boost shows the pictures of another post: mark that one.')
  }
  await act(app, viewer, 'manage_reports', async (tx, note, role) => {
    const account = await holdAccount(tx, row.author_id)
    refuseRank(role, account)
    if ((await postIsThere(tx, row.id)).length === 0) throw notFound()
    if (action === 'delete_statuses') await removePost(tx, app, post)
    else await markSensitive(tx, app, post)
    const details = await decide(app, tx, viewer, { account, action, decision, postIds: [row.id] })
    const verb = action === 'delete_statuses' ? 'destroy' : 'mark_sensitive'
    note({ action: `status.${verb}`, targetType: 'status', targetId: row.id, details })
  })
  return { status }
}

/** What is not public is not there for staff either, unless it was reported to them (or is for them). */
async function refuseUnseen(
  app: App,
  viewer: Viewer,
  row: { id: number; author_id: number; visibility: string },
): Promise<void> {
  if (row.visibility === 'public' || row.visibility === 'unlisted') return
  if ((await renderPosts(app, viewer, [row.id], 'direct')).length > 0) return
  if ((await isReported(app.db.read, row.author_id, row.id)).length === 0) throw notFound()
}
