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
  readonly avatar_description: string
  readonly header_description: string
  readonly show_media: boolean
  readonly show_media_replies: boolean
  readonly show_featured: boolean
  readonly locked: boolean
  readonly bot: boolean
  readonly discoverable: boolean
  readonly indexable: boolean
  readonly hide_collections: boolean
  /** Not confirmed or not approved yet: nobody sees it. */
  readonly pending: boolean
  readonly suspended_at: Date | null
  /** Limited: shown to those who follow it or look for it, and to nobody unasked. */
  readonly silenced: boolean
  /** Every picture that it posts counts as sensitive. */
  readonly sensitized: boolean
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
         a.avatar_description, a.header_description, a.show_media, a.show_media_replies, a.show_featured, a.locked,
         a.bot, a.discoverable, a.indexable, a.hide_collections, a.suspended_at, a.deleted_at, a.created_at,
         a.silenced_at is not null as silenced, a.sensitized_at is not null as sensitized,
         coalesce(u.role, 'user') as role,
         u.account_id is not null and (u.confirmed_at is null or u.approved_at is null) as pending,
         coalesce(s.followers, 0) as followers, coalesce(s.following, 0) as following,
         coalesce(s.posts, 0) as posts, s.last_posted_at
    from accounts a
    left join users u on u.account_id = a.id
    left join account_stats s on s.account_id = a.id
   where a.id = any(${ids}::bigint[])`

export const idByUsername = (read: Read, key: string) => read<{ account_id: number }>`
  select account_id from username_claims where key = ${key}`

export const idsByUsernames = (read: Read, keys: string[]) => read<{ key: string; account_id: number }>`
  select c.key, c.account_id from username_claims c join accounts a on a.id = c.account_id
    left join users u on u.account_id = a.id
   where c.key = any(${keys}::text[]) and a.deleted_at is null and a.suspended_at is null
     and (u.account_id is null or (u.confirmed_at is not null and u.approved_at is not null))`

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
  readonly created_by_app_id: number | null
}

export const insertUser = (tx: Tx, row: NewUser) => tx`insert into users ${tx(row)}`

/** Whether somebody owns this network already. Serialised, so that two who sign up first do not both become owner. */
export const hasOwner = async (tx: Tx): Promise<boolean> => {
  await tx`select pg_advisory_xact_lock(7236003)`
  return (
    (
      await tx`select 1 from users u join accounts a on a.id = u.account_id where u.role = 'owner' and a.deleted_at is null limit 1`
    ).length > 0
  )
}

export interface CredentialRow {
  readonly id: number
  readonly username: string
  readonly password_hash: string | null
  readonly role: Role
  readonly confirmed: boolean
  readonly approved: boolean
  /** Or disabled. */
  readonly suspended: boolean
  readonly second_factor: boolean
}

/** By an address's key or by a name in lower case; one of the two is null. */
export const credentialsByLogin = (read: Read, emailKey: string | null, username: string | null) => read<CredentialRow>`
  select a.id, a.username, u.password_hash, u.role, u.confirmed_at is not null as confirmed,
         u.approved_at is not null as approved,
         (a.suspended_at is not null or u.disabled_at is not null) as suspended,
         exists (select from second_factors f where f.account_id = a.id and f.secret is not null) as second_factor
    from accounts a join users u on u.account_id = a.id
   where a.deleted_at is null
     and a.id = coalesce((select account_id from email_claims where key = ${emailKey}::text),
                         (select account_id from username_claims where key = ${username}::text))`

export const replacePassword = (tx: Tx, accountId: number, from: string, to: string) => tx`
  update users set password_hash = ${to} where account_id = ${accountId} and password_hash = ${from}`

export interface UserRow {
  readonly account_id: number
  readonly username: string
  readonly email: string | null
  readonly confirmed_at: Date | null
  readonly approved_at: Date | null
  readonly default_visibility: 'public' | 'unlisted' | 'private'
  readonly default_sensitive: boolean
  readonly default_language: string | null
  readonly default_quote_policy: 'public' | 'followers' | 'nobody'
}

/** What only the person knows; nothing of a deleted account. */
export const userRow = (read: Read, accountId: number) => read<UserRow>`
  select u.account_id, a.username, u.email, u.confirmed_at, u.approved_at, u.default_visibility, u.default_sensitive,
         u.default_language, u.default_quote_policy
    from users u join accounts a on a.id = u.account_id
   where u.account_id = ${accountId} and a.deleted_at is null`

/** Nobody else changes this person until the transaction ends. */
export const lockUser = (tx: Tx, accountId: number) => tx`
  select 1 from users where account_id = ${accountId} for update`

export const userByEmail = (read: Read, emailKey: string) => read<{ account_id: number; email: string | null }>`
  select u.account_id, u.email from email_claims c join users u on u.account_id = c.account_id
    join accounts a on a.id = u.account_id
   where c.key = ${emailKey} and a.deleted_at is null`

export const releaseEmail = (tx: Tx, accountId: number) => tx`delete from email_claims where account_id = ${accountId}`

/** Who has a name with this skeleton. */
export const namesLike = (tx: Tx, skeleton: string) => tx<{ username: string }>`
  select a.username from username_claims c join accounts a on a.id = c.account_id where c.skeleton = ${skeleton}`

/**
 * Frees what was claimed by a sign-up that nobody confirmed in time. It is the one way in which a name comes free:
 * nobody ever saw it in use.
 */
export const freeUnconfirmed = (tx: Tx, username: string, emailKey: string, before: Date, now: Date) => tx<{
  id: number
}>`
  with stale as (
    select account_id from users where confirmed_at is null and created_at < ${before} and account_id in (
      select account_id from username_claims where key = ${username}
       union select account_id from email_claims where key = ${emailKey}) for update
  ), names as (delete from username_claims where account_id in (select account_id from stale)
  ), mails as (delete from email_claims where account_id in (select account_id from stale))
  update accounts set deleted_at = ${now} where deleted_at is null and id in (select account_id from stale)
  returning id`

export const emailClaim = (tx: Tx, key: string) => tx`select 1 from email_claims where key = ${key}`

export interface MailTokenRow {
  readonly hash: Buffer
  readonly account_id: number
  readonly purpose: 'confirm' | 'reset-password' | 'change-email'
  readonly email: string
  readonly expires_at: Date
  readonly used_at: Date | null
}

export const insertMailToken = (tx: Tx, row: Omit<MailTokenRow, 'used_at'>) => tx`insert into mail_tokens ${tx(row)}`

export const mailToken = (read: Read, hash: Buffer, purpose: MailTokenRow['purpose']) => read<MailTokenRow>`
  select hash, account_id, purpose, email, expires_at, used_at from mail_tokens
   where hash = ${hash} and purpose = ${purpose}`

/** @returns no row when the link was used before, or is too old. */
export const useMailToken = (tx: Tx, hash: Buffer, purpose: MailTokenRow['purpose'], now: Date) => tx<MailTokenRow>`
  update mail_tokens set used_at = ${now}
   where hash = ${hash} and purpose = ${purpose} and used_at is null and expires_at > ${now}
  returning hash, account_id, purpose, email, expires_at, used_at`

/** All links of a kind that an account still has stop working. */
export const spendMailTokens = (tx: Tx, accountId: number, purpose: MailTokenRow['purpose'], now: Date) => tx`
  update mail_tokens set used_at = ${now} where account_id = ${accountId} and purpose = ${purpose} and used_at is null`

/** @returns how many went; the caller comes again while it is `most`. */
export const purgeMailTokens = async (tx: Tx, before: Date, most: number): Promise<number> =>
  (
    await tx`delete from mail_tokens where hash in (
      select hash from mail_tokens where expires_at < ${before} limit ${most})`
  ).count

/** How many links of a kind will still be there after this moment, used or not. */
export const countMailTokens = (tx: Tx, accountId: number, purpose: MailTokenRow['purpose'], expiresAfter: Date) => tx<{
  count: number
}>`
  select count(*)::int as count from mail_tokens
   where account_id = ${accountId} and purpose = ${purpose} and expires_at > ${expiresAfter}`

export const insertInvite = (
  tx: Tx,
  row: { code: string; created_by: number | null; most_uses: number; expires_at: Date | null; created_at: Date },
) => tx`insert into invites ${tx(row)}`

/** @returns no row when there is no such code, or it is used up or too old. */
export const useInvite = (tx: Tx, code: string, now: Date) => tx`
  update invites set uses = uses + 1
   where code = ${code} and uses < most_uses and (expires_at is null or expires_at > ${now}) returning code`

/** What is left is the row itself, so that nothing that points to it breaks, and the claims. */
export const bury = (tx: Tx, accountId: number, now: Date) => tx`
  update accounts set deleted_at = ${now}, display_name = '', note = '', fields = '[]', avatar = null,
         avatar_static = null, header = null, header_static = null, avatar_description = '', header_description = '',
         attribution_domains = '{}'
   where id = ${accountId} and deleted_at is null`

export interface ProfileChange {
  display_name?: string
  note?: string
  fields?: object
  avatar?: string | null
  avatar_static?: string | null
  avatar_description?: string
  header?: string | null
  header_static?: string | null
  header_description?: string
  locked?: boolean
  bot?: boolean
  discoverable?: boolean
  indexable?: boolean
  hide_collections?: boolean
  attribution_domains?: string[]
  show_media?: boolean
  show_media_replies?: boolean
  show_featured?: boolean
}

/** @param change at least one column. */
export const updateAccount = (tx: Tx, accountId: number, change: ProfileChange) => tx`
  update accounts set ${tx(change, ...Object.keys(change))} where id = ${accountId}`

export interface UserChange {
  email?: string | null
  password_hash?: string | null
  confirmed_at?: Date
  approved_at?: Date
  reason?: string
  default_visibility?: UserRow['default_visibility']
  default_sensitive?: boolean
  default_language?: string | null
  default_quote_policy?: UserRow['default_quote_policy']
}

/** @param change at least one column. */
export const updateUser = (tx: Tx, accountId: number, change: UserChange) => tx`
  update users set ${tx(change, ...Object.keys(change))} where account_id = ${accountId}`

export interface ProfileRow {
  readonly avatar: string | null
  readonly avatar_static: string | null
  readonly avatar_description: string
  readonly header: string | null
  readonly header_static: string | null
  readonly header_description: string
  readonly attribution_domains: string[]
  readonly show_media: boolean
  readonly show_media_replies: boolean
  readonly show_featured: boolean
}

/** What a profile has beside what everybody sees. */
export const profileRow = (read: Read, accountId: number) => read<ProfileRow>`
  select avatar, avatar_static, avatar_description, header, header_static, header_description, attribution_domains,
         show_media, show_media_replies, show_featured
    from accounts where id = ${accountId}`
