import Type, { type Static } from 'typebox'
import { Account } from '../../accounts/index.ts'
import { Flag, Id, PageQuery } from '../../http/index.ts'
import { Status } from '../../posts/index.ts'

const Verdict = Type.Union([Type.Literal('accept'), Type.Literal('filter'), Type.Literal('drop')])

const rules = {
  for_not_following: Verdict,
  for_not_followers: Verdict,
  for_new_accounts: Verdict,
  for_private_mentions: Verdict,
  for_limited_accounts: Verdict,
}
const summary = Type.Object({ pending_requests_count: Type.Integer(), pending_notifications_count: Type.Integer() })

/** Mastodon's NotificationPolicy. */
export const Policy = Type.Object({ ...rules, summary })
export type Policy = Static<typeof Policy>
export const PolicyChanges = Type.Partial(Type.Object(rules))
export type PolicyChanges = Static<typeof PolicyChanges>

const flags = {
  filter_not_following: Flag,
  filter_not_followers: Flag,
  filter_new_accounts: Flag,
  filter_private_mentions: Flag,
}

/** Mastodon's V1::NotificationPolicy. */
export const V1Policy = Type.Object({ ...flags, summary })
export type V1Policy = Static<typeof V1Policy>
export const V1PolicyChanges = Type.Partial(Type.Object(flags))
export type V1PolicyChanges = Static<typeof V1PolicyChanges>

/** Mastodon's NotificationRequest. */
export const NotificationRequest = Type.Object({
  id: Type.String(),
  /** When the first of them was held back. */
  created_at: Type.String(),
  /** When the last was. */
  updated_at: Type.String(),
  notifications_count: Type.String({ description: 'At most 100' }),
  account: Account,
  last_status: Type.Union([Status, Type.Null()]),
})
export type NotificationRequest = Static<typeof NotificationRequest>

export const RequestsQuery = PageQuery(40, 80)
export const RequestIds = Type.Object({ id: Type.Optional(Type.Array(Id, { maxItems: 100 })) })
