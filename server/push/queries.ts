import type { Role } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'
import type { PushPolicy } from './schema.ts'

export interface KeysRow {
  readonly public_key: string
  readonly private_key: Buffer
}

export const selectKeys = (read: Read) => read<KeysRow>`select public_key, private_key from push_keys`

/** Does nothing when somebody else was quicker. */
export const insertKeys = (tx: Tx, row: KeysRow) => tx`
  insert into push_keys ${tx(row)} on conflict (only_row) do nothing`

export interface SubscriptionRow {
  readonly token_id: number
  readonly number: number
  readonly account_id: number
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly standard: boolean
  readonly alerts: string[]
  readonly policy: PushPolicy
}

export const subscriptionOf = (read: Read, tokenId: number) => read<SubscriptionRow>`
  select * from push_subscriptions where token_id = ${tokenId} and active`

/** It has a new number, so that what was under way to the one before it ends. */
export const upsertSubscription = (tx: Tx, row: Omit<SubscriptionRow, 'number'>) => tx<SubscriptionRow>`
  insert into push_subscriptions ${tx(row)}
  on conflict (token_id) do update set
    number = excluded.number, active = true, account_id = excluded.account_id, endpoint = excluded.endpoint,
    p256dh = excluded.p256dh, auth = excluded.auth, standard = excluded.standard, alerts = excluded.alerts,
    policy = excluded.policy
  returning *`

export const resetAlerts = (
  tx: Tx,
  tokenId: number,
  row: Pick<SubscriptionRow, 'alerts' | 'policy'>,
) => tx<SubscriptionRow>`
  update push_subscriptions set alerts = ${row.alerts}::text[], policy = ${row.policy}
   where token_id = ${tokenId} and active returning *`

/** Ends them and forgets where they led. */
export const endSubscriptions = (tx: Tx, tokenIds: readonly number[]) => tx`
  update push_subscriptions set active = false, endpoint = '', p256dh = '', auth = ''
   where token_id = any(${tokenIds}::bigint[]) and active`

/** Ends one, unless it was replaced in the meantime. */
export const endSubscription = (tx: Tx, tokenId: number, number: number) => tx`
  update push_subscriptions set active = false, endpoint = '', p256dh = '', auth = ''
   where token_id = ${tokenId} and number = ${number} and active`

/** A row when at least one of them wants to be sent this type. Index: push_subscriptions_by_account. */
export const anySubscribed = (read: Read, accountIds: number[], type: string) => read`
  select 1 from push_subscriptions
   where account_id = any(${accountIds}::bigint[]) and active and ${type} = any(alerts) limit 1`

/** What is sent to, of `s`: the token still holds, its person may act, and they want to hear this from this account. */
const isWanted = (read: Read, type: string, fromAccountId: number, now: Date) => read`
  s.active and ${type} = any(s.alerts)
  and (select t.revoked_at is null and coalesce(t.expires_at > ${now}, true) from oauth_tokens t where t.id = s.token_id)
  and (select a.deleted_at is null and a.suspended_at is null from accounts a where a.id = s.account_id)
  and case s.policy
        when 'all' then true
        when 'followed' then (select f.active from follows f
                               where f.follower_id = s.account_id and f.followee_id = ${fromAccountId}) is true
        when 'follower' then (select f.active from follows f
                               where f.follower_id = ${fromAccountId} and f.followee_id = s.account_id) is true
        else false
      end`

/** A person's newest apps: each costs a request to a stranger, so there is a bound. */
const MOST_PER_PERSON = 20

/** Who is sent a notification of this type, caused by this account. Index: push_subscriptions_by_account. */
export const subscribed = (read: Read, accountIds: number[], type: string, fromAccountId: number, now: Date) => read<{
  token_id: number
  number: number
  account_id: number
}>`
  select one.token_id, one.number, one.account_id
    from unnest(${accountIds}::bigint[]) as wanted (id) cross join lateral (
      select s.token_id, s.number, s.account_id from push_subscriptions s
       where s.account_id = wanted.id and ${isWanted(read, type, fromAccountId, now)}
       order by s.number desc limit ${MOST_PER_PERSON}) one`

export interface TargetRow extends SubscriptionRow {
  readonly role: Role
  readonly locale: string
}

/** Where one push goes, if it still may. */
export const target = (
  read: Read,
  due: { tokenId: number; number: number; type: string; fromAccountId: number },
  now: Date,
) => read<TargetRow>`
  select s.*, u.role, u.locale from push_subscriptions s join users u on u.account_id = s.account_id
   where s.token_id = ${due.tokenId} and s.number = ${due.number}
     and u.confirmed_at is not null and u.approved_at is not null and u.disabled_at is null
     and ${isWanted(read, due.type, due.fromAccountId, now)}`
