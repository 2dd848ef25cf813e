import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { unprocessable } from '../../kit/index.ts'
import { emit } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { original } from '../boost.ts'
import type { Status } from '../schema.ts'
import { conversationMuted, favourited, postFlagged, unfavourited } from '../signals.ts'
import { requirePost, requireStatus } from '../views.ts'
import { addTo, countPins, lockPins, removeFrom, setConversationMute } from './queries.ts'

const MOST_PINS = 5

/** Sets or takes back a favourite; doing it again changes nothing. @throws Problem 404. */
export async function favourite(app: App, viewer: Viewer, id: string, on: boolean): Promise<Status> {
  const { row } = await original(app, viewer, id)
  const { accountId } = viewer
  await transact(app.db, async (tx) => {
    const changed = on
      ? await addTo(tx, 'favourites', accountId, row.id)
      : await removeFrom(tx, 'favourites', accountId, row.id)
    if (changed.length === 0) return
    const fact = { postId: row.id, authorId: row.author_id, accountId }
    await emit(tx, on ? favourited : unfavourited, fact)
  })
  return await requireStatus(app, viewer, row.id)
}

/** Sets or takes back a bookmark, which nobody else sees. @throws Problem 404. */
export async function bookmark(app: App, viewer: Viewer, id: string, on: boolean): Promise<Status> {
  const { row } = await original(app, viewer, id)
  const { accountId } = viewer
  await transact(app.db, async (tx) => {
    const change = on ? addTo : removeFrom
    await change(tx, 'bookmarks', accountId, row.id)
    await emit(tx, postFlagged, { accountId, postId: row.id })
  })
  return await requireStatus(app, viewer, row.id)
}

/**
 * Pins a post of one's own to the profile, or takes it down.
 *
 * @throws Problem 404, or 422: somebody else's, a boost, a direct post, or a sixth.
 */
export async function pin(app: App, viewer: Viewer, id: string, on: boolean): Promise<Status> {
  const { row } = await requirePost(app, viewer, id)
  const { accountId } = viewer
  if (row.author_id !== accountId) throw unprocessable("Validation failed: Someone else's post cannot be pinned")
  if (row.boost_of_id !== null) throw unprocessable('Validation failed: A boost cannot be pinned')
  if (row.visibility === 'direct') {
    throw unprocessable('Validation failed: Posts that are only visible to mentioned users cannot be pinned')
  }
  await transact(app.db, async (tx) => {
    const change = on ? addTo : removeFrom
    await lockPins(tx, accountId)
    await change(tx, 'pins', accountId, row.id)
    if (on && (await countPins(tx, accountId))[0]!.count > MOST_PINS) {
      throw unprocessable('Validation failed: You have already pinned the maximum number of posts')
    }
    await emit(tx, postFlagged, { accountId, postId: row.id })
  })
  return await requireStatus(app, viewer, row.id)
}

/** Stops (or lets come again) notifications about a conversation. @throws Problem 404. */
export async function muteConversation(app: App, viewer: Viewer, id: string, muted: boolean): Promise<Status> {
  const { row } = await original(app, viewer, id)
  const { accountId } = viewer
  await transact(app.db, async (tx) => {
    await setConversationMute(tx, accountId, row.conversation_id, muted)
    await emit(tx, conversationMuted, { accountId, conversationId: row.conversation_id, muted })
  })
  return await requireStatus(app, viewer, row.id)
}
