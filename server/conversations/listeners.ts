import type { App } from '../app.ts'
import { type PostFact, postDeleted, postEdited, posted } from '../posts/index.ts'
import { type Bus, emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { removePost, setMembers } from './queries.ts'
import { conversationChanged } from './signals.ts'

/** A message is in the conversations of those whom it is for as soon as it is there, and as long. */
export function listen(bus: Bus, app: App): void {
  bus.during(posted, 'conversations.add', (tx, fact) => place(tx, app, fact))
  bus.during(postEdited, 'conversations.edit', (tx, fact) => place(tx, app, fact))
  bus.during(postDeleted, 'conversations.remove', async (tx, fact) => {
    if (isMessage(fact)) await tell(tx, fact.postId, await removePost(tx, fact.postId))
  })
}

const isMessage = (fact: PostFact): boolean => fact.visibility === 'direct' && fact.boostOfId === null

async function place(tx: Tx, app: App, fact: PostFact): Promise<void> {
  if (isMessage(fact)) await tell(tx, fact.postId, await setMembers(tx, fact, app.now()))
}

async function tell(tx: Tx, postId: number, rows: readonly { account_id: number }[]): Promise<void> {
  await emit(tx, conversationChanged, { accountIds: rows.map((row) => row.account_id), postId })
}
