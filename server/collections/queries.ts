import type { Read, Tx } from '../storage/index.ts'

export interface CollectionRow {
  readonly id: number
  readonly account_id: number
  readonly name: string
  readonly description: string
  readonly language: string | null
  readonly sensitive: boolean
  readonly discoverable: boolean
  readonly tag: string | null
  readonly created_at: Date
  readonly updated_at: Date
}

/** What of a collection can be written. */
export type CollectionColumns = Omit<CollectionRow, 'id' | 'account_id' | 'created_at' | 'updated_at'>

const columns = (read: Read) =>
  read`c.id, c.account_id, c.name, c.description, c.language, c.sensitive, c.discoverable, c.tag, c.created_at, c.updated_at`

export const collectionRows = (read: Read, ids: number[]) => read<CollectionRow>`
  select ${columns(read)} from collections c where c.id = any(${ids}::bigint[]) and c.deleted_at is null`

/** The same for one, and nobody else changes it or what is in it until the transaction ends. */
export const lockCollection = (tx: Tx, id: number) => tx<CollectionRow>`
  select ${columns(tx)} from collections c where c.id = ${id} and c.deleted_at is null for update`

/** Those of an account, the latest first. @param all also those that are not to be discovered. */
export const collectionsOf = (
  read: Read,
  accountId: number,
  all: boolean,
  limit: number,
  offset: number,
) => read<CollectionRow>`
  select ${columns(read)} from collections c
   where c.account_id = ${accountId} and c.deleted_at is null and (c.discoverable or ${all})
   order by c.id desc limit ${limit} offset ${offset}`

/** Those that an account is in, the latest first. */
export const collectionsWith = (read: Read, accountId: number, limit: number, offset: number) => read<CollectionRow>`
  select ${columns(read)}
    from collection_items i
    join collections c on c.id = i.collection_id and c.deleted_at is null
    join accounts a on a.id = c.account_id and a.deleted_at is null and a.suspended_at is null
   where i.account_id = ${accountId} and i.active
   order by i.id desc limit ${limit} offset ${offset}`

const LAST = '\u{10ffff}' // sorts behind everything that begins with the text before it
/** The index of trigrams knows nothing of fewer letters. */
const LEAST_INSIDE = 3

/**
 * Those to be discovered whose name or hashtag begins with a text, or, from three letters on, whose name or description
 * has it inside; the exact name first, then beginnings, the latest first. Of an owner who is limited they are for those
 * who follow them. Each part reads its own index and stops at some hundreds, as the search for accounts does.
 *
 * @param text null: only hashtags are looked at. @param tag '': no hashtag is. @param without owners who are left out.
 */
export const collectionsByText = (
  read: Read,
  wanted: {
    text: string | null
    tag: string
    viewerId: number | null
    without: readonly number[]
    limit: number
    offset: number
  },
) => read<CollectionRow>`
  select ${columns(read)}
    from (
      select id, min(rank) as rank from (
        (select id, 0 as rank from collections
          where discoverable and deleted_at is null and ${wanted.tag}::text <> '' and tag is not null
            and tag ~>=~ ${wanted.tag}::text and tag ~<~ ${`${wanted.tag}${LAST}`}::text
          order by tag using ~<~ limit 500)
        union all
        (select id, 0 from collections
          where discoverable and deleted_at is null and ${wanted.text !== null}
            and lower(name) ~>=~ lower(${wanted.text ?? ''}) and lower(name) ~<~ lower(${`${wanted.text ?? ''}${LAST}`})
          order by lower(name) using ~<~ limit 500)
        union all
        (select id, 1 from collections
          where discoverable and deleted_at is null and ${[...(wanted.text ?? '')].length >= LEAST_INSIDE}
            and lower(name) || ' ' || lower(description) like lower(${`%${escapeLike(wanted.text ?? '')}%`})
          limit 500)
      ) every_way group by id
    ) found
    join collections c on c.id = found.id
    join accounts a on a.id = c.account_id
   where a.deleted_at is null and a.suspended_at is null and a.id <> all(${[...wanted.without]}::bigint[])
     and (a.silenced_at is null or a.id = ${wanted.viewerId}::bigint
          or (select f.active from follows f
               where f.follower_id = ${wanted.viewerId}::bigint and f.followee_id = a.id))
   order by lower(c.name) = lower(${wanted.text}) desc nulls last, found.rank, c.id desc
   limit ${wanted.limit} offset ${wanted.offset}`

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** One's collections are counted one after the other, so that two made at once do not pass the limit together. */
export const countCollections = async (tx: Tx, accountId: number): Promise<number> => {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`collections of ${accountId}`}, 0))`
  const rows = await tx<{ count: number }>`
    select count(*)::int as count from collections where account_id = ${accountId} and deleted_at is null`
  return rows[0]!.count
}

export const insertCollection = (tx: Tx, accountId: number, row: CollectionColumns, now: Date) => tx<{ id: number }>`
  insert into collections ${tx({ account_id: accountId, ...row, created_at: now, updated_at: now })} returning id`

interface Change extends Partial<CollectionColumns> {
  readonly updated_at: Date
}

export const updateCollection = (tx: Tx, id: number, change: Change) => tx`
  update collections set ${tx(change, ...(Object.keys(change) as (keyof Change)[]))} where id = ${id}`

export const buryCollection = (tx: Tx, id: number, now: Date) => tx`
  update collections set deleted_at = ${now} where id = ${id}`

export const collectionIdsOf = (tx: Tx, accountId: number) => tx<{ id: number }>`
  select id from collections where account_id = ${accountId} and deleted_at is null for update`

export interface ItemRow {
  readonly id: number
  readonly collection_id: number
  readonly account_id: number
  readonly created_at: Date
}

/** Who is in these collections, in the order they were put in. */
export const itemRows = (read: Read, collectionIds: number[]) => read<ItemRow>`
  select id, collection_id, account_id, created_at from collection_items
   where collection_id = any(${collectionIds}::bigint[]) and active order by id`

/** Of these accounts those that were ever in the collection, and how it stands with them. */
export const standingIn = (tx: Tx, collectionId: number, accountIds: number[]) => tx<{
  account_id: number
  active: boolean
  revoked: boolean
}>`
  select account_id, active, revoked from collection_items
   where collection_id = ${collectionId} and account_id = any(${accountIds}::bigint[])`

/** @returns the items in the order of the accounts; an account must not be in the collection, nor have left it. */
export const insertItems = (tx: Tx, collectionId: number, accountIds: number[], now: Date) => tx<ItemRow>`
  insert into collection_items as i (collection_id, account_id, created_at)
  select ${collectionId}, a.id, ${now}
    from unnest(${accountIds}::bigint[]) with ordinality as a (id, place) order by a.place
  on conflict (collection_id, account_id) do update set
    id = excluded.id, active = true, created_at = excluded.created_at
  returning id, collection_id, account_id, created_at`

export const findItem = (read: Read, collectionId: number, itemId: number) => read<ItemRow>`
  select id, collection_id, account_id, created_at from collection_items
   where collection_id = ${collectionId} and id = ${itemId} and active`

export const endItem = (tx: Tx, item: ItemRow, revoked: boolean) => tx`
  update collection_items set active = false, revoked = revoked or ${revoked}
   where collection_id = ${item.collection_id} and account_id = ${item.account_id} and active`

/** Neither of the two is in a collection of the other any more. */
export const endItemsBetween = (tx: Tx, one: number, other: number) => tx`
  update collection_items set active = false
   where active and (collection_id, account_id) in (
     select c.id, ${other}::bigint from collections c where c.account_id = ${one} and c.deleted_at is null
     union all
     select c.id, ${one}::bigint from collections c where c.account_id = ${other} and c.deleted_at is null)`

export const endItemsOf = (tx: Tx, accountId: number) => tx`
  update collection_items set active = false where account_id = ${accountId} and active`
