import type { Role } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

export interface TokenRow {
  readonly id: number
  readonly app_id: number
  readonly account_id: number | null
  readonly scopes: string[]
  readonly expires_at: Date | null
  readonly role: Role | null
  readonly confirmed: boolean
  readonly approved: boolean
  readonly suspended: boolean
  readonly deleted: boolean
}

/** A token that is not revoked, with what decides whether its person may act. */
export const tokenByHash = (read: Read, hash: Buffer) => read<TokenRow>`
  select t.id, t.app_id, t.account_id, t.scopes, t.expires_at, u.role, u.confirmed_at is not null as confirmed,
         u.approved_at is not null as approved, a.suspended_at is not null as suspended,
         a.deleted_at is not null as deleted
    from oauth_tokens t
    left join accounts a on a.id = t.account_id
    left join users u on u.account_id = t.account_id
   where t.hash = ${hash} and t.revoked_at is null`

export interface NewToken {
  readonly hash: Buffer
  readonly refresh_hash: Buffer | null
  readonly app_id: number
  readonly account_id: number | null
  readonly scopes: string[]
  readonly expires_at: Date | null
}

export const insertToken = (tx: Tx, row: NewToken) => tx<{ id: number; created_at: Date }>`
  insert into oauth_tokens ${tx(row)} returning id, created_at`

export interface NewAppRow {
  readonly client_id: string
  readonly secret_hash: Buffer
  readonly name: string
  readonly website: string | null
  readonly redirect_uris: string[]
  readonly scopes: string[]
}

export const insertApp = (tx: Tx, row: NewAppRow) => tx<{ id: number }>`insert into oauth_apps ${tx(row)} returning id`
