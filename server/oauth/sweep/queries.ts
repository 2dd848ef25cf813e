import type { Tx } from '../../storage/index.ts'
import { WEB_APP_ID } from '../web-client.ts'

/** Each deletes at most `most` rows; @returns how many, so that the caller comes again while it is `most`. */
export type Purge = (tx: Tx, before: Date, most: number) => Promise<number>

export const purgeCodes: Purge = async (tx, before, most) =>
  (
    await tx`delete from oauth_codes where id in (
      select id from oauth_codes where expires_at < ${before} limit ${most})`
  ).count

/** Tokens whose session has ended by time, or at the other site before it heard of the token. */
export const tokensOfEnded = (tx: Tx, before: Date, most: number) => tx<{ id: number }>`
  select t.id from web_sessions s join oauth_tokens t on t.session_id = s.id and t.revoked_at is null
   where least(s.expires_at, s.revoked_at) < ${before} limit ${most}`

/** Ended by a revocation or by time. */
export const purgeSessions: Purge = async (tx, before, most) =>
  (
    await tx`delete from web_sessions where id in (
      select id from web_sessions where least(expires_at, revoked_at) < ${before} limit ${most})`
  ).count

/** The last token of an app stays: it says that people have used the app, whose registration they may come back with. */
export const purgeTokens: Purge = async (tx, before, most) =>
  (
    await tx`
      with old as (
        select t.id from oauth_tokens t
         where t.revoked_at < ${before}
           and exists (select from oauth_tokens n where n.app_id = t.app_id and n.id > t.id)
         limit ${most}
      ), uses as (delete from token_uses where token_id in (select id from old))
      delete from oauth_tokens where id in (select id from old)`
  ).count

/** Registered and never used: no token, no code. */
export const purgeApps: Purge = async (tx, before, most) =>
  (
    await tx`delete from oauth_apps where id in (
      select a.id from oauth_apps a
       where a.created_at < ${before} and a.id <> ${WEB_APP_ID}
         and not exists (select from oauth_tokens t where t.app_id = a.id)
         and not exists (select from oauth_codes c where c.app_id = a.id)
       order by a.id limit ${most} for update skip locked)`
  ).count
