import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Collection } from '../collections/index.ts'
import { Flag, Id, Limit, PageQuery } from '../http/index.ts'
import { AccountWarning, Report } from '../moderation/index.ts'
import { Status } from '../posts/index.ts'
import { GROUP_KEY } from './group-key.ts'

/** What a notification of one of these types is about. */
const subject = {
  report: Type.Optional(Report),
  moderation_warning: Type.Optional(AccountWarning),
  collection: Type.Optional(Collection),
}

/** Mastodon's NotificationFallback: what an app that does not know the type can show in its place. */
export const Fallback = Type.Object({
  title: Type.String(),
  details: Type.Union([Type.String(), Type.Null()]),
  summary: Type.Union([Type.String(), Type.Null()]),
})
export type Fallback = Static<typeof Fallback>
/** Only where the app says which types it knows. */
const fallback = Type.Optional(Fallback)

/** Mastodon's Notification. */
export const Notification = Type.Object({
  id: Type.String(),
  type: Type.String(),
  created_at: Type.String(),
  /** Similar ones share it; `ungrouped-<id>` stands alone. */
  group_key: Type.String(),
  account: Account,
  status: Type.Optional(Status),
  ...subject,
  fallback,
})
export type Notification = Static<typeof Notification>

const Types = Type.Array(Type.String({ maxLength: 50 }), { maxItems: 50 })

const narrowing = {
  types: Type.Optional(Types),
  exclude_types: Type.Optional(Types),
  account_id: Type.Optional(Id),
}
/** `supported_types`: those that the app knows; of the others it gets a `fallback`. None is made where it is not given. */
export const SupportedQuery = Type.Object({ supported_types: Type.Optional(Types) })
export type SupportedQuery = Static<typeof SupportedQuery>

export const NotificationsQuery = Type.Object({
  ...PageQuery(40, 80).properties,
  ...narrowing,
  ...SupportedQuery.properties,
  /** Those that the policy holds back as well. */
  include_filtered: Type.Optional(Flag),
})
export const UnreadQuery = Type.Object({ limit: Limit(100, 1000), ...narrowing })
export type NotificationsQuery = Static<typeof NotificationsQuery>
export type Narrowing = Pick<
  Static<typeof NotificationsQuery>,
  'types' | 'exclude_types' | 'account_id' | 'include_filtered'
>

/** Mastodon's NotificationGroup. */
export const NotificationGroup = Type.Object({
  group_key: Type.String(),
  notifications_count: Type.Integer(),
  type: Type.String(),
  most_recent_notification_id: Type.Integer(),
  page_min_id: Type.Optional(Type.String()),
  page_max_id: Type.Optional(Type.String()),
  latest_page_notification_at: Type.Optional(Type.String()),
  sample_account_ids: Type.Array(Type.String()),
  status_id: Type.Optional(Type.String()),
  ...subject,
  fallback,
})
export type NotificationGroup = Static<typeof NotificationGroup>

/** Mastodon's PartialAccountWithAvatar. */
export const PartialAccount = Type.Pick(Account, ['id', 'acct', 'locked', 'bot', 'url', 'avatar', 'avatar_static'])
export type PartialAccount = Static<typeof PartialAccount>

/** Mastodon's GroupedNotificationsResults: each account and post once, however many groups name it. */
export const GroupedNotifications = Type.Object({
  accounts: Type.Array(Account),
  partial_accounts: Type.Optional(Type.Array(PartialAccount)),
  statuses: Type.Array(Status),
  notification_groups: Type.Array(NotificationGroup),
})
export type GroupedNotifications = Static<typeof GroupedNotifications>

const grouping = { grouped_types: Type.Optional(Types) }
export const GroupsQuery = Type.Object({
  ...NotificationsQuery.properties,
  ...grouping,
  expand_accounts: Type.Union([Type.Literal('full'), Type.Literal('partial_avatars')], { default: 'full' }),
})
export type GroupsQuery = Static<typeof GroupsQuery>
export const UnreadGroupsQuery = Type.Object({ ...UnreadQuery.properties, ...grouping })
export const GroupParams = Type.Object({ group_key: Type.String({ pattern: GROUP_KEY.source }) })
export const GroupAccountsQuery = PageQuery(40, 80)

/** Mastodon's Marker. */
export const Marker = Type.Object({
  last_read_id: Type.String(),
  version: Type.Integer(),
  updated_at: Type.String(),
})
export const Markers = Type.Object({ home: Type.Optional(Marker), notifications: Type.Optional(Marker) })
export type Markers = Static<typeof Markers>

export const MarkersQuery = Type.Object({ timeline: Type.Optional(Type.Array(Type.String(), { maxItems: 10 })) })

/** `version`: the one that the app knows; another one there is a conflict. */
const NewMarker = Type.Object({ last_read_id: Id, version: Type.Optional(Type.Integer({ minimum: 0 })) })
export const NewMarkers = Type.Object({ home: Type.Optional(NewMarker), notifications: Type.Optional(NewMarker) })
export type NewMarkers = Static<typeof NewMarkers>
