/** What somebody may be mailed about, each to be switched on or off. Their names for people: messages/. */
import type { Notification } from '../notifications/index.ts'

interface Kind {
  /** Mastodon's types of notifications that may be of this kind. */
  readonly types: readonly string[]
  /** For who has not said otherwise. */
  readonly on: boolean
}

export const kinds = {
  mention: { types: ['mention'], on: true },
  reply: { types: ['mention'], on: true },
  direct: { types: ['mention'], on: true },
  follow: { types: ['follow'], on: true },
  follow_request: { types: ['follow_request'], on: true },
  quote: { types: ['quote', 'quoted_update'], on: true },
  favourite: { types: ['favourite'], on: false },
  boost: { types: ['reblog'], on: false },
  poll: { types: ['poll'], on: false },
  post: { types: ['status'], on: false },
  edit: { types: ['update'], on: false },
  moderation: {
    types: ['moderation_warning', 'severed_relationships'],
    on: true,
  },
  administration: {
    types: ['admin.report', 'admin.sign_up'],
    on: true,
  },
} as const satisfies Record<string, Kind>

export type KindName = keyof typeof kinds
export const kindNames = Object.keys(kinds) as KindName[]
export const isKind = (name: string): name is KindName => Object.hasOwn(kinds, name)

export const defaultKinds: readonly KindName[] = kindNames.filter((name) => kinds[name].on)

/** The kinds that a notification of a type may be of; none for types that are not mailed. */
export const kindsOfType = (type: string): KindName[] =>
  kindNames.filter((name) => (kinds[name].types as readonly string[]).includes(type))

/** The one kind that a notification of this person is of. */
export function kindOf({ type, status }: Notification, accountId: number): KindName | null {
  if (type !== 'mention') return kindsOfType(type)[0] ?? null
  if (status?.visibility === 'direct') return 'direct'
  return status?.in_reply_to_account_id === String(accountId) ? 'reply' : 'mention'
}
