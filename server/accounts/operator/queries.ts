import type { Role } from '../../http/index.ts'
import type { Read } from '../../storage/index.ts'

/** All that is known of an account; what belongs to a person is null where there is none (imports). */
export interface KnownAccount {
  readonly id: number
  readonly username: string
  readonly display_name: string
  readonly bot: boolean
  readonly email: string | null
  readonly role: Role | null
  readonly has_password: boolean
  readonly created_at: Date
  readonly confirmed_at: Date | null
  readonly approved_at: Date | null
  readonly suspended_at: Date | null
  readonly deleted_at: Date | null
  readonly followers: number
  readonly following: number
  readonly posts: number
  readonly last_posted_at: Date | null
}

const known = (read: Read) => read`
  select a.id, a.username, a.display_name, a.bot, u.email, u.role, u.password_hash is not null as has_password,
         a.created_at, u.confirmed_at, u.approved_at, a.suspended_at, a.deleted_at,
         coalesce(s.followers, 0) as followers, coalesce(s.following, 0) as following,
         coalesce(s.posts, 0) as posts, s.last_posted_at
    from accounts a
    left join users u on u.account_id = a.id
    left join account_stats s on s.account_id = a.id`

export const knownByName = (read: Read, key: string) => read<KnownAccount>`
  ${known(read)} where a.id = (select account_id from username_claims where key = ${key})`

export const newestKnown = (read: Read, limit: number) => read<KnownAccount>`
  ${known(read)} where a.deleted_at is null order by a.id desc limit ${limit}`
