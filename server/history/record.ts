import type { App } from '../app.ts'
import type { Views } from '../requests/index.ts'
import type { Tx } from '../storage/index.ts'
import { KEPT_MS } from './keep.ts'
import { lockErasing, type Recorded, record } from './queries.ts'

/** Records what people saw, in the transaction that keeps the place of the reader. Two statements. */
export async function recordSeen(app: App, tx: Tx, { seen }: Views): Promise<void> {
  const recorded: Recorded = { accountIds: [], kinds: [], ids: [], tags: [], atMs: [] }
  for (const { accountId, posts, opened, profiles, tags } of seen) {
    for (const [id, atMs] of posts) add(recorded, accountId, 'seen', id, null, atMs)
    for (const [id, atMs] of opened) add(recorded, accountId, 'opened', id, null, atMs)
    for (const [id, atMs] of profiles) add(recorded, accountId, 'profile', id, null, atMs)
    for (const [tag, atMs] of tags) add(recorded, accountId, 'tag', null, tag, atMs)
  }
  if (recorded.atMs.length === 0) return
  await lockErasing(tx)
  await record(tx, recorded, app.now().getTime() - KEPT_MS)
}

function add(
  to: Recorded,
  accountId: number,
  kind: Recorded['kinds'][number],
  id: number | null,
  tag: string | null,
  atMs: number,
): void {
  to.accountIds.push(accountId)
  to.kinds.push(kind)
  to.ids.push(id)
  to.tags.push(tag)
  to.atMs.push(atMs)
}
