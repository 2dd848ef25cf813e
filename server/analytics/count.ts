import type { Views } from '../requests/index.ts'
import type { Tx } from '../storage/index.ts'
import { type Folded, fold } from './fold.ts'
import {
  addToAccountHours,
  addToPostHours,
  addToPosts,
  addToTagHours,
  countedPosts,
  setAccountHourViewers,
  setPostHourViewers,
  setPostViewers,
  setTagHourViewers,
} from './queries.ts'
import { toMerge } from './sketches.ts'

/** Counts what was seen, in the transaction that keeps the place of the reader. At most nine statements. */
export async function countViews(tx: Tx, views: Views): Promise<void> {
  const ids = new Set(views.posts.map((one) => one.postId))
  const counted = ids.size > 0 ? await countedPosts(tx, [...ids]) : []
  const folded = fold(views, new Map(counted.map((row) => [row.id, row])))
  // Always in this order, so that two readers never wait for each other in a circle.
  await addPosts(tx, folded)
  await addPostHours(tx, folded)
  await addAccountHours(tx, folded)
  await addTagHours(tx, folded)
}

async function addPosts(tx: Tx, { posts }: Folded): Promise<void> {
  if (posts.length === 0) return
  const more = new Map(posts.map((row) => [row.postId, row.viewers]))
  const rows = await addToPosts(tx, posts)
  const { keys, sketches } = toMerge(
    rows.map((row) => ({ key: row.post_id, had: row.viewers, more: more.get(row.post_id)! })),
  )
  if (keys.length > 0) await setPostViewers(tx, keys, sketches)
}

async function addPostHours(tx: Tx, { postHours }: Folded): Promise<void> {
  if (postHours.length === 0) return
  const more = new Map(postHours.map((row) => [`${row.postId} ${row.hourMs}`, row.viewers]))
  const rows = await addToPostHours(tx, postHours)
  const { keys, sketches } = toMerge(
    rows.map((row) => {
      const key = { postId: row.post_id, hourMs: row.hour.getTime() }
      return { key, had: row.viewers, more: more.get(`${key.postId} ${key.hourMs}`)! }
    }),
  )
  if (keys.length > 0) await setPostHourViewers(tx, keys, sketches)
}

async function addAccountHours(tx: Tx, { accountHours }: Folded): Promise<void> {
  if (accountHours.length === 0) return
  const more = new Map(accountHours.map((row) => [`${row.accountId} ${row.hourMs}`, row]))
  const changed = (await addToAccountHours(tx, accountHours)).flatMap(({ account_id, hour, viewers, visitors }) => {
    const key = { accountId: account_id, hourMs: hour.getTime() }
    const row = more.get(`${key.accountId} ${key.hourMs}`)!
    const both = toMerge([
      { key: 'viewers' as const, had: viewers, more: row.viewers },
      { key: 'visitors' as const, had: visitors, more: row.visitors },
    ])
    if (both.keys.length === 0) return []
    const merged = { viewers, visitors }
    for (const [at, name] of both.keys.entries()) merged[name] = both.sketches[at]!
    return [{ key, ...merged }]
  })
  if (changed.length === 0) return
  const [keys, viewers] = [changed.map((one) => one.key), changed.map((one) => one.viewers)]
  await setAccountHourViewers(
    tx,
    keys,
    viewers,
    changed.map((one) => one.visitors),
  )
}

async function addTagHours(tx: Tx, { tagHours }: Folded): Promise<void> {
  if (tagHours.length === 0) return
  const more = new Map(tagHours.map((row) => [`${row.hourMs} ${row.tag}`, row.viewers]))
  const rows = await addToTagHours(tx, tagHours)
  const { keys, sketches } = toMerge(
    rows.map((row) => {
      const key = { tag: row.tag, hourMs: row.hour.getTime() }
      return { key, had: row.viewers, more: more.get(`${key.hourMs} ${key.tag}`)! }
    }),
  )
  if (keys.length > 0) await setTagHourViewers(tx, keys, sketches)
}
