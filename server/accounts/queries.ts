import type { Role } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

export interface AccountRow {
  readonly id: number
  readonly username: string
  readonly display_name: string
  readonly note: string
  readonly fields: { name: string; value: string; verified_at?: string | null }[]
  readonly avatar: string | null
  readonly avatar_static: string | null
  readonly header: string | null
  readonly header_static: string | null
  readonly locked: boolean
  readonly bot: boolean
  readonly discoverable: boolean
  readonly indexable: boolean
  readonly hide_collections: boolean
  readonly suspended_at: Date | null
  readonly deleted_at: Date | null
  readonly created_at: Date
  readonly role: Role
  readonly followers: number
  readonly following: number
  readonly posts: number
  readonly last_posted_at: Date | null
}

export const accountRows = (read: Read, ids: number[]) => read<AccountRow>`
  select a.id, a.username, a.display_name, a.note, a.fields, a.avatar, a.avatar_static, a.header, a.header_static,
         a.locked, a.bot, a.discoverable, a.indexable, a.hide_collections, a.suspended_at, a.deleted_at, a.created_at,
         coalesce(u.role, 'user') as role, coalesce(s.followers, 0) as followers, coalesce(s.following, 0) as following,
         coalesce(s.posts, 0) as posts, s.last_posted_at
    from accounts a
    left join users u on u.account_id = a.id
    left join account_stats s on s.account_id = a.id
   where a.id = any(${ids}::bigint[])`

export const idByUsername = (read: Read, key: string) => read<{ account_id: number }>`
  select account_id from username_claims where key = ${key}`

export const idsByUsernames = (read: Read, keys: string[]) => read<{ key: string; account_id: number }>`
  select c.key, c.account_id from username_claims c join accounts a on a.id = c.account_id
   where c.key = any(${keys}::text[]) and a.deleted_at is null and a.suspended_at is null`

export const insertAccount = (
  tx: Tx,
  row: { id: number; username: string; display_name: string; created_at: Date; bot: boolean },
) => tx`insert into accounts ${tx(row)}`

/** @returns no row when the name is taken. */
export const claimUsername = (tx: Tx, key: string, skeleton: string, accountId: number) => tx`
  insert into username_claims (key, skeleton, account_id) values (${key}, ${skeleton}, ${accountId})
  on conflict (key) do nothing returning key`

export const claimEmail = (tx: Tx, key: string, accountId: number) => tx`
  insert into email_claims (key, account_id) values (${key}, ${accountId}) on conflict (key) do nothing returning key`

export interface NewUser {
  readonly account_id: number
  readonly email: string | null
  readonly password_hash: string | null
  readonly role: Role
  readonly locale: string
  readonly confirmed_at: Date | null
  readonly approved_at: Date | null
  readonly reason: string
  readonly invite_code: string | null
}

export const insertUser = (tx: Tx, row: NewUser) => tx`insert into users ${tx(row)}`

/** Whether somebody owns this network already. Serialised, so that two who sign up first do not both become owner. */
export const hasOwner = async (tx: Tx): Promise<boolean> => {
  await tx`select pg_advisory_xact_lock(7236003)`
  return (await tx`select 1 from users where role = 'owner' limit 1`).length > 0
}
