/** Groups of notifications, and what becomes of them when one more comes. */
import type { Notification, NotificationGroup } from '../../server/notifications/schema.ts'

/** What the server gives of the people in a group. */
export const MOST_FACES = 8

/** The list and the menu of types; `null` is everything. */
export const KINDS = {
  mentions: ['mention', 'quote'],
  favourites: ['favourite'],
  boosts: ['reblog'],
  follows: ['follow', 'follow_request'],
  posts: ['status'],
  edits: ['update', 'quoted_update'],
  polls: ['poll'],
  collections: ['added_to_collection', 'collection_update'],
  staff: ['admin.sign_up', 'admin.report'],
} as const satisfies Record<string, readonly string[]>
export type Kind = keyof typeof KINDS

export const isKind = (name: string): name is Kind => Object.hasOwn(KINDS, name)
export const typesOf = (kind: Kind | null): readonly string[] | null => (kind === null ? null : KINDS[kind])

/** Whether a list that holds these groups tells of the notification already. */
export const tellsOf = (groups: readonly NotificationGroup[], { group_key, id }: Notification): boolean =>
  groups.some((group) => group.group_key === group_key && group.most_recent_notification_id >= Number(id))

/** The group with one more: the newest person first. @param known the group before; undefined when it is a new one. */
export function withOneMore(known: NotificationGroup | undefined, one: Notification): NotificationGroup {
  const { account, status, ...more } = one
  const others = (known?.sample_account_ids ?? []).filter((id) => id !== account.id)
  return {
    ...known,
    ...(more.report && { report: more.report }),
    ...(more.moderation_warning && { moderation_warning: more.moderation_warning }),
    ...(more.collection && { collection: more.collection }),
    ...(status && { status_id: status.id }),
    group_key: one.group_key,
    type: one.type,
    notifications_count: (known?.notifications_count ?? 0) + 1,
    most_recent_notification_id: Math.max(known?.most_recent_notification_id ?? 0, Number(one.id)),
    latest_page_notification_at: one.created_at,
    page_max_id: one.id,
    page_min_id: known?.page_min_id ?? one.id,
    sample_account_ids: [account.id, ...others].slice(0, MOST_FACES),
  }
}

/** Puts notifications into a list, each group that grows at the top. @param come the oldest first. */
export function merged(groups: readonly NotificationGroup[], come: readonly Notification[]): NotificationGroup[] {
  let list = [...groups]
  for (const one of come) {
    if (tellsOf(list, one)) continue
    const known = list.find((group) => group.group_key === one.group_key)
    list = [withOneMore(known, one), ...list.filter((group) => group !== known)]
  }
  return list
}

/** A group may go on, under its key, on the next page: it is shown once, where it came first. */
export function eachOnce(groups: readonly NotificationGroup[]): NotificationGroup[] {
  const seen = new Set<string>()
  return groups.filter(({ group_key }) => !seen.has(group_key) && seen.add(group_key))
}
