import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'
import { isShown } from '../queries.ts'
import { MESSAGES } from '../types.ts'

export const RULES = [
  'for_not_following',
  'for_not_followers',
  'for_new_accounts',
  'for_private_mentions',
  'for_limited_accounts',
] as const
export type Verdict = 'accept' | 'filter' | 'drop'
export type PolicyRow = Record<(typeof RULES)[number], Verdict>

/** No row: the defaults hold. */
export const policyOf = (read: Read, accountId: number) => read<PolicyRow>`
  select for_not_following, for_not_followers, for_new_accounts, for_private_mentions, for_limited_accounts
    from notification_policies where account_id = ${accountId}`

/** @param changes at least one rule; the others stay as they are. */
export const setPolicy = (tx: Tx, accountId: number, changes: Partial<PolicyRow>) => tx`
  insert into notification_policies ${tx({ account_id: accountId, ...changes })}
  on conflict (account_id) do update set ${tx(changes)}`

/** Mastodon's: more of one sender, and more senders, are not counted. */
const MOST_COUNTED = 100

export interface RequestRow {
  readonly id: number
  readonly from_account_id: number
  readonly since: Date
  /** At most 100. */
  readonly notifications: number
  readonly newest_at: Date
  /** What they wrote last; null when none of it is a message. */
  readonly last_post_id: number | null
}

/** What is held back of one sender, `r`, as far as it is shown at all. Index: notifications_filtered. */
const heldBack = (read: Read, accountId: number, now: Date) => read`
  select count(*)::int as notifications, max(n.created_at) as newest_at,
         (array_agg(n.post_id order by n.id desc) filter (where n.type = any(${MESSAGES}::text[])))[1] as last_post_id
    from (select n.id, n.type, n.post_id, n.created_at from notifications n
           where n.from_account_id = r.from_account_id and
                 ${isShown(read, { accountId, types: null, excludedTypes: [], fromAccountId: null, group: null, filtered: 'only', now })}
           order by n.id desc limit ${MOST_COUNTED}) n`

/** In the order of the page's direction. Index: notification_requests_by_account. */
export const listRequests = (read: Read, accountId: number, page: Page, now: Date) => read<RequestRow>`
  select r.id, r.from_account_id, r.since, h.*
    from notification_requests r cross join lateral (${heldBack(read, accountId, now)}) h
   where r.account_id = ${accountId} and r.active and h.notifications > 0
     and r.id < ${page.below} and r.id > ${page.above}
   order by r.id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

/** Index: notification_requests_by_account. */
export const requestById = (read: Read, accountId: number, id: number, now: Date) => read<RequestRow>`
  select r.id, r.from_account_id, r.since, h.*
    from notification_requests r cross join lateral (${heldBack(read, accountId, now)}) h
   where r.account_id = ${accountId} and r.id = ${id} and r.active and h.notifications > 0`

export const countHeldBack = (read: Read, accountId: number, now: Date) => read<{
  requests: number
  notifications: number
}>`
  select count(*)::int as requests, coalesce(sum(notifications), 0)::int as notifications
    from (select h.notifications from notification_requests r cross join lateral (${heldBack(read, accountId, now)}) h
           where r.account_id = ${accountId} and r.active and h.notifications > 0
           order by r.id desc limit ${MOST_COUNTED}) held`

/** Ends requests; those that are not the person's, or have ended, are left out. */
export const endRequests = (tx: Tx, accountId: number, ids: number[]) => tx<{ from_account_id: number }>`
  update notification_requests set active = false
   where account_id = ${accountId} and id = any(${ids}::bigint[]) and active returning from_account_id`

export const permit = (tx: Tx, accountId: number, fromAccountIds: number[]) => tx`
  insert into notification_permissions as g (account_id, from_account_id)
  select ${accountId}, unnest(${fromAccountIds}::bigint[])
  on conflict (account_id, from_account_id) do update set active = true where not g.active`

/** Index: notifications_filtered. */
export const letThrough = (tx: Tx, accountId: number, fromAccountIds: number[]) => tx`
  update notifications set filtered = false
   where account_id = ${accountId} and from_account_id = any(${fromAccountIds}::bigint[]) and active and filtered`

/** Index: notifications_filtered. */
export const dismissHeldBack = (tx: Tx, accountId: number, fromAccountIds: number[]) => tx`
  update notifications set active = false
   where account_id = ${accountId} and from_account_id = any(${fromAccountIds}::bigint[]) and active and filtered`
