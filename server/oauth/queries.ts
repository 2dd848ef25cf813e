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
  /** Or disabled. */
  readonly suspended: boolean
  readonly deleted: boolean
  readonly app_name: string | null
}

/** A token that is not revoked, with what decides whether its person may act. */
export const tokenByHash = (read: Read, hash: Buffer) => read<TokenRow>`
  select t.id, t.app_id, t.account_id, t.scopes, t.expires_at, u.role, u.confirmed_at is not null as confirmed,
         u.approved_at is not null as approved, (a.suspended_at is not null or u.disabled_at is not null) as suspended,
         a.deleted_at is not null as deleted, o.name as app_name
    from oauth_tokens t
    left join oauth_apps o on o.id = t.app_id
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
  /** The authorization code that it was made from. */
  readonly code_id: number | null
  readonly session_id: number | null
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

export interface AppRow extends NewAppRow {
  readonly id: number
}

export const appByClientId = (read: Read, clientId: string) => read<AppRow>`
  select id, client_id, secret_hash, name, website, redirect_uris, scopes from oauth_apps where client_id = ${clientId}`

export const appById = (read: Read, id: number) => read<AppRow>`
  select id, client_id, secret_hash, name, website, redirect_uris, scopes from oauth_apps where id = ${id}`

export interface RevokedRow {
  readonly id: number
  readonly account_id: number | null
}

export const revokeTokensById = (tx: Tx, ids: readonly number[], now: Date) => tx<RevokedRow>`
  update oauth_tokens set revoked_at = ${now}
   where id = any(${ids}::bigint[]) and revoked_at is null returning id, account_id`

/** Those that were made before a time, or all. */
const isBefore = (tx: Tx, before: Date | null) =>
  tx`(${before}::timestamptz is null or tweeter.id_time(id) < ${before}::timestamptz)`

export const revokeTokensOfAccount = (tx: Tx, accountId: number, now: Date, before: Date | null) => tx<RevokedRow>`
  update oauth_tokens set revoked_at = ${now}
   where account_id = ${accountId} and revoked_at is null and ${isBefore(tx, before)} returning id, account_id`

/** Of sessions that have ended, however they did. */
export const revokeTokensOfEnded = (tx: Tx, accountId: number, now: Date) => tx<RevokedRow>`
  update oauth_tokens t set revoked_at = ${now} from web_sessions s
   where t.account_id = ${accountId} and t.revoked_at is null and s.id = t.session_id and s.revoked_at is not null
  returning t.id, t.account_id`

/** Tokens that two sites wrote apart from what ends them: a session that ended, or a newer password. */
export const revokeOutlived = (tx: Tx, now: Date) => tx<RevokedRow>`
  update oauth_tokens t set revoked_at = ${now}
   where t.revoked_at is null and (
     exists (select from web_sessions s where s.id = t.session_id and s.revoked_at is not null)
     or tweeter.id_time(t.id) < (
       select to_timestamp(((u.column_stamps ->> 'password_hash')::bigint / 4) / 1e6) from users u
        where u.account_id = t.account_id))
  returning t.id, t.account_id`

/** When a person got the password that they have, at whichever site; null when it is the first. */
export const passwordChangedAt = (tx: Tx, accountId: number) => tx<{ at: Date | null }>`
  select to_timestamp(((column_stamps ->> 'password_hash')::bigint / 4) / 1e6) as at from users
   where account_id = ${accountId}`

export const revokeTokensOfCode = (tx: Tx, codeHash: Buffer, now: Date) => tx<RevokedRow>`
  update oauth_tokens t set revoked_at = ${now} from oauth_codes c
   where c.hash = ${codeHash} and t.code_id = c.id and t.revoked_at is null returning t.id, t.account_id`

export const revokeTokensOfSessions = (tx: Tx, sessionIds: readonly number[], now: Date) => tx<RevokedRow>`
  update oauth_tokens set revoked_at = ${now}
   where session_id = any(${sessionIds}::bigint[]) and revoked_at is null returning id, account_id`

export interface NewCode {
  readonly hash: Buffer
  readonly app_id: number
  readonly account_id: number
  readonly scopes: string[]
  readonly redirect_uri: string
  readonly code_challenge: string | null
  readonly expires_at: Date
}

export const insertCode = (tx: Tx, row: NewCode) => tx`insert into oauth_codes ${tx(row)}`

export interface CodeRow extends NewCode {
  readonly id: number
  readonly client_id: string
  readonly used_at: Date | null
}

/** Locked until the transaction ends, so that of two who bring the same code the second finds it used. */
export const codeForUse = (tx: Tx, hash: Buffer) => tx<CodeRow>`
  select c.id, c.hash, c.app_id, c.account_id, c.scopes, c.redirect_uri, c.code_challenge, c.expires_at, c.used_at,
         a.client_id
    from oauth_codes c join oauth_apps a on a.id = c.app_id
   where c.hash = ${hash} for update of c`

export const useCode = (tx: Tx, hash: Buffer, now: Date) => tx`
  update oauth_codes set used_at = ${now} where hash = ${hash}`

export const voidCodesOfAccount = (tx: Tx, accountId: number, now: Date, before: Date | null) => tx`
  update oauth_codes set used_at = ${now}
   where account_id = ${accountId} and used_at is null and ${isBefore(tx, before)}`

/** The app that a code waits for, while it can still be exchanged. */
export const appOfCode = (read: Read, hash: Buffer, now: Date) => read<{ name: string; website: string | null }>`
  select a.name, a.website from oauth_codes c join oauth_apps a on a.id = c.app_id
   where c.hash = ${hash} and c.used_at is null and c.expires_at > ${now}`

export interface NewSession {
  readonly hash: Buffer
  readonly account_id: number
  readonly expires_at: Date
  readonly network: string
  readonly agent: string
}

export const insertSession = (tx: Tx, row: NewSession) => tx`
  insert into web_sessions ${tx(row)}`

export interface SessionRow {
  readonly id: number
  readonly account_id: number
  readonly expires_at: Date
  readonly role: Role
  /** By which it acts at the API; null when it has not yet. */
  readonly token_id: number | null
}

/** Only of people who may act: confirmed, approved, neither suspended, disabled nor gone. */
export const sessionByHash = (read: Read, hash: Buffer, now: Date) => read<SessionRow>`
  select s.id, s.account_id, s.expires_at, u.role,
         (select min(t.id) from oauth_tokens t where t.session_id = s.id and t.revoked_at is null) as token_id
    from web_sessions s
    join accounts a on a.id = s.account_id
    join users u on u.account_id = s.account_id
   where s.hash = ${hash} and s.revoked_at is null and s.expires_at > ${now}
     and u.confirmed_at is not null and u.approved_at is not null
     and a.suspended_at is null and a.deleted_at is null and u.disabled_at is null`

/** Once a day; of two requests at once the second finds it done. */
export const prolongSession = (tx: Tx, id: number, expiresAt: Date, network: string) => tx`
  update web_sessions set expires_at = ${expiresAt}, network = ${network}
   where id = ${id} and revoked_at is null and expires_at < ${expiresAt}::timestamptz - interval '1 day'`

/** A session that still holds, locked, so that it neither ends nor gets a second token meanwhile. */
export const lockSession = (tx: Tx, id: number, now: Date) => tx<{ id: number }>`
  select id from web_sessions where id = ${id} and revoked_at is null and expires_at > ${now} for update`

export const tokenOfSession = (tx: Tx, id: number) => tx<{ id: number }>`
  select id from oauth_tokens where session_id = ${id} and revoked_at is null order by id limit 1`

export const revokeSession = (tx: Tx, hash: Buffer, now: Date) => tx<{ id: number }>`
  update web_sessions set revoked_at = ${now} where hash = ${hash} and revoked_at is null returning id`

export const revokeSessionsOfAccount = (tx: Tx, accountId: number, now: Date, before: Date | null) => tx`
  update web_sessions set revoked_at = ${now}
   where account_id = ${accountId} and revoked_at is null and ${isBefore(tx, before)}`
