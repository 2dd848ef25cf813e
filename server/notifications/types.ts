/** Every type of notification that there is: Mastodon's. */
export const TYPES = [
  'mention',
  'status',
  'reblog',
  'follow',
  'follow_request',
  'favourite',
  'poll',
  'update',
  'quote',
  'quoted_update',
  'admin.sign_up',
  'admin.report',
  'moderation_warning',
  'severed_relationships',
  'added_to_collection',
  'collection_update',
] as const
export type NotificationType = (typeof TYPES)[number]

/** What a policy may hold back: what anybody can send to anybody. The others come from whom one chose, or from staff. */
export const FILTERABLE: readonly NotificationType[] = [
  'mention',
  'quote',
  'reblog',
  'favourite',
  'follow',
  'follow_request',
  'added_to_collection',
  'collection_update',
]

/** What speaks to the recipient: no policy keeps it from them when staff write it. */
export const MESSAGES: readonly NotificationType[] = ['mention', 'quote']

/** What is told in the recipient's own name, because it is about themselves. */
export const OWN: readonly NotificationType[] = ['poll', 'moderation_warning', 'severed_relationships']

/** Of what happens again and again the last is told only. */
export const REPEATED: readonly NotificationType[] = ['update', 'quoted_update', 'collection_update']
