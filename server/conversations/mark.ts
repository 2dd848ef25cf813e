import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { setMark } from './queries.ts'
import type { Conversation } from './schema.ts'
import { conversationChanged } from './signals.ts'
import { present, requireConversation } from './views.ts'

/** As far as it goes at this moment: a message that comes meanwhile makes it unread again. @throws Problem 404. */
export async function markConversation(app: App, viewer: Viewer, id: string, unread: boolean): Promise<Conversation> {
  const row = await transact(app.db, async (tx) => {
    const before = await requireConversation(tx, viewer, id)
    await setMark(tx, viewer.accountId, before, { unread, deleted: false })
    await emit(tx, conversationChanged, { accountIds: [viewer.accountId], postId: before.last_post_id })
    return await requireConversation(tx, viewer, id)
  })
  return (await present(app, viewer, [row]))[0]!
}

/** From one's own list, until somebody writes again; nobody else's changes, and no post is deleted. @throws Problem 404. */
export async function deleteConversation(app: App, viewer: Viewer, id: string): Promise<object> {
  await transact(app.db, async (tx) => {
    const row = await requireConversation(tx, viewer, id)
    await setMark(tx, viewer.accountId, row, { unread: false, deleted: true })
  })
  return {}
}
