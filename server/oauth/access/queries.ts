import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'

export interface BrowserRow {
  readonly id: number
  readonly created_at: Date
  readonly expires_at: Date
  readonly network: string | null
  readonly agent: string
}

const bounds = (read: Read, page: Page) => read`id < ${page.below} and id > ${page.above}`

/** Browsers that are signed in to an account, the newest first. */
export const browserRows = (read: Read, accountId: number, now: Date, page: Page) => read<BrowserRow>`
  select * from (
    select id, created_at, expires_at, network, agent from web_sessions
     where account_id = ${accountId} and revoked_at is null and expires_at > ${now} and ${bounds(read, page)}
     order by case when ${page.upwards} then id end, id desc limit ${page.limit}) s
   order by id desc`

/** @returns no row when it is not theirs or has ended. */
export const endBrowser = (tx: Tx, accountId: number, id: number, now: Date) => tx<{ id: number }>`
  update web_sessions set revoked_at = ${now}
   where id = ${id} and account_id = ${accountId} and revoked_at is null and expires_at > ${now} returning id`

/** @returns a row for each that ended. */
export const endBrowsersBut = (tx: Tx, accountId: number, kept: number | null, now: Date) => tx<{ id: number }>`
  update web_sessions set revoked_at = ${now}
   where account_id = ${accountId} and id is distinct from ${kept}::bigint and revoked_at is null and expires_at > ${now}
  returning id`

export interface AuthorizedRow {
  readonly id: number
  readonly name: string
  readonly website: string | null
  readonly scopes: string[]
  readonly since: Date
  /** A day, at midnight UTC; null: never, or before days were kept. */
  readonly used_on: Date | null
  readonly token_ids: number[]
}

/** Apps with a token of an account (the web client has none: it acts by a browser's session), by the app's id, the newest first. */
export const authorizedRows = (read: Read, accountId: number, now: Date, page: Page) => read<AuthorizedRow>`
  select * from (
    select a.id, a.name, a.website, t.since, t.used_on::timestamp at time zone 'UTC' as used_on, t.token_ids, t.scopes
      from (select t.app_id, min(t.created_at) as since, max(u.used_on) as used_on, array_agg(t.id) as token_ids,
                   array(select distinct scope from oauth_tokens o, unnest(o.scopes) scope
                          where o.app_id = t.app_id and o.account_id = ${accountId} and o.revoked_at is null
                          order by scope) as scopes
              from oauth_tokens t left join token_uses u on u.token_id = t.id
             where t.account_id = ${accountId} and t.session_id is null and t.revoked_at is null
               and (t.expires_at is null or t.expires_at > ${now})
             group by t.app_id) t
      join oauth_apps a on a.id = t.app_id
     where a.id < ${page.below} and a.id > ${page.above}
     order by case when ${page.upwards} then a.id end, a.id desc limit ${page.limit}) s
   order by id desc`

/** The tokens that an app has of an account; of all apps without one. Those of sessions end with their browser. */
export const tokensOfApp = (tx: Tx, accountId: number, appId: number | null) => tx<{ id: number }>`
  select id from oauth_tokens
   where account_id = ${accountId} and session_id is null and revoked_at is null
     and (${appId}::bigint is null or app_id = ${appId}::bigint)`

/** Codes that wait to be exchanged are access, too. */
export const voidCodesOfApp = (tx: Tx, accountId: number, appId: number | null, now: Date) => tx`
  update oauth_codes set used_at = ${now}
   where account_id = ${accountId} and used_at is null and (${appId}::bigint is null or app_id = ${appId}::bigint)`

/** @param day `2026-11-24`. */
export const noteUses = (tx: Tx, tokenIds: number[], day: string) => tx`
  insert into token_uses as u (token_id, used_on)
  select id, ${day}::date from unnest(${tokenIds}::bigint[]) id order by id
  on conflict (token_id) do update set used_on = excluded.used_on where u.used_on < excluded.used_on`
