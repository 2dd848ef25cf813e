import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'
import type { RepliesPolicy } from './schema.ts'

export interface ListRow {
  readonly id: number
  readonly account_id: number
  readonly title: string
  readonly replies_policy: RepliesPolicy
  readonly exclusive: boolean
}

type Settings = Pick<ListRow, 'title' | 'replies_policy' | 'exclusive'>

/** A person's own list; nothing when it is somebody else's or gone. */
export const selectList = (read: Read, ownerId: number, id: number) => read<ListRow>`
  select id, account_id, title, replies_policy, exclusive from lists
   where id = ${id} and account_id = ${ownerId} and deleted_at is null`

/** The same, held until the transaction ends: one change of a list, its members among them, after the other. */
export const lockList = (tx: Tx, ownerId: number, id: number) => tx<ListRow>`
  select id, account_id, title, replies_policy, exclusive from lists
   where id = ${id} and account_id = ${ownerId} and deleted_at is null for update`

export const listsOf = (read: Read, ownerId: number) => read<ListRow>`
  select id, account_id, title, replies_policy, exclusive from lists
   where account_id = ${ownerId} and deleted_at is null order by id`

/** A person's own lists that an account is in. */
export const listsWith = (read: Read, ownerId: number, accountId: number) => read<ListRow>`
  select l.id, l.account_id, l.title, l.replies_policy, l.exclusive
    from lists l join list_accounts m on m.list_id = l.id and m.account_id = ${accountId} and m.active
   where l.account_id = ${ownerId} and l.deleted_at is null order by l.id`

/** One new list of a person after the other, since they are counted. */
export const lockLists = (tx: Tx, ownerId: number) => tx`
  select pg_advisory_xact_lock(hashtextextended(${`lists ${ownerId}`}, 0))`

export async function countLists(tx: Tx, ownerId: number): Promise<number> {
  const rows = await tx<{ count: number }>`
    select count(*)::int as count from lists where account_id = ${ownerId} and deleted_at is null`
  return rows[0]!.count
}

export async function insertList(tx: Tx, ownerId: number, { title, replies_policy, exclusive }: Settings) {
  const rows = await tx<ListRow>`
    insert into lists (account_id, title, replies_policy, exclusive)
    values (${ownerId}, ${title}, ${replies_policy}, ${exclusive})
    returning id, account_id, title, replies_policy, exclusive`
  return rows[0]!
}

export const updateList = (tx: Tx, id: number, { title, replies_policy, exclusive }: Settings) => tx`
  update lists set title = ${title}, replies_policy = ${replies_policy}, exclusive = ${exclusive} where id = ${id}`

export const endList = (tx: Tx, id: number, now: Date) => tx`update lists set deleted_at = ${now} where id = ${id}`

export const endListsOf = (tx: Tx, ownerId: number, now: Date) => tx`
  update lists set deleted_at = ${now} where account_id = ${ownerId} and deleted_at is null`

/**
 * Which of these a person follows or has asked to. Their rows are held, so that an unfollow under way is either seen
 * here or sees what this transaction wrote.
 */
export async function followedAmong(tx: Tx, ownerId: number, ids: number[]): Promise<Set<number>> {
  const follows = await tx<{ id: number }>`
    select followee_id as id from follows
     where follower_id = ${ownerId} and followee_id = any(${ids}::bigint[]) and active for share`
  const requests = await tx<{ id: number }>`
    select followee_id as id from follow_requests
     where follower_id = ${ownerId} and followee_id = any(${ids}::bigint[]) and active for share`
  return new Set([...follows, ...requests].map((row) => row.id))
}

/** @returns those who were not in it before. */
export const addMembers = (tx: Tx, listId: number, ids: number[]) => tx<{ account_id: number }>`
  insert into list_accounts as m (list_id, account_id) select ${listId}, unnest(${ids}::bigint[])
  on conflict (list_id, account_id) do update set id = excluded.id, active = true where not m.active
  returning m.account_id`

/** @returns those who were in it. */
export const removeMembers = (tx: Tx, listId: number, ids: number[]) => tx<{ account_id: number }>`
  update list_accounts set active = false
   where list_id = ${listId} and account_id = any(${ids}::bigint[]) and active returning account_id`

/** Takes somebody out of every list of a person; @returns the lists. */
export const removeFromAll = (tx: Tx, ownerId: number, accountId: number) => tx<{ id: number; exclusive: boolean }>`
  update list_accounts m set active = false from lists l
   where l.id = m.list_id and l.account_id = ${ownerId} and l.deleted_at is null
     and m.account_id = ${accountId} and m.active
  returning l.id, l.exclusive`

export async function countMembers(tx: Tx, listId: number): Promise<number> {
  const rows = await tx<{ count: number }>`
    select count(*)::int as count from list_accounts where list_id = ${listId} and active`
  return rows[0]!.count
}

/** Who is in a list, in the order of the page's direction; `id` is the paging key. */
export const membersPage = (read: Read, listId: number, page: Page) => read<{ id: number; account_id: number }>`
  select id, account_id from list_accounts
   where list_id = ${listId} and active and id < ${page.below} and id > ${page.above}
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`
