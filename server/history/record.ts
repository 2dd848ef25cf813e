import type { App } from '../app.ts'
import type { Seen, Views } from '../requests/index.ts'
import type { Tx } from '../storage/index.ts'
import { KEPT_MS } from './keep.ts'
import { lockErasing, type Recorded, record } from './queries.ts'

/** Of one statement, so that its parameters stay small whatever was read. */
const MOST_AT_ONCE = 100_000

/**
 * Records what people saw, in the transaction that keeps the place of the reader: two statements, and one more for each
 * further 100,000 entries. In the order of the accounts, as the rows are written.
 */
export async function recordSeen(app: App, tx: Tx, { seen }: Views): Promise<void> {
  if (seen.length === 0) return
  await lockErasing(tx)
  const oldestMs = app.now().getTime() - KEPT_MS
  let recorded = nothing()
  for (const one of seen.toSorted((a, b) => a.accountId - b.accountId)) {
    addAll(recorded, one)
    if (recorded.atMs.length < MOST_AT_ONCE) continue
    await record(tx, recorded, oldestMs)
    recorded = nothing()
  }
  if (recorded.atMs.length > 0) await record(tx, recorded, oldestMs)
}

const nothing = (): Recorded => ({ accountIds: [], kinds: [], ids: [], tags: [], atMs: [] })

function addAll(to: Recorded, { accountId, posts, opened, profiles, tags }: Seen): void {
  for (const [id, atMs] of posts) add(to, accountId, 'seen', id, null, atMs)
  for (const [id, atMs] of opened) add(to, accountId, 'opened', id, null, atMs)
  for (const [id, atMs] of profiles) add(to, accountId, 'profile', id, null, atMs)
  for (const [tag, atMs] of tags) add(to, accountId, 'tag', null, tag, atMs)
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
