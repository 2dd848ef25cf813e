/** What somebody may be mailed about, each to be switched on or off. */
import type { Notification } from '../notifications/index.ts'

interface Kind {
  readonly label: string
  /** Mastodon's types of notifications that may be of this kind. */
  readonly types: readonly string[]
  /** For who has not said otherwise. */
  readonly on: boolean
}

export const kinds = {
  mention: { label: 'Somebody mentions me', types: ['mention'], on: true },
  reply: { label: 'Somebody replies to me', types: ['mention'], on: true },
  direct: { label: 'Somebody writes to me in private', types: ['mention'], on: true },
  follow: { label: 'Somebody follows me', types: ['follow'], on: true },
  follow_request: { label: 'Somebody asks to follow me', types: ['follow_request'], on: true },
  quote: { label: 'Somebody quotes me', types: ['quote', 'quoted_update'], on: true },
  favourite: { label: 'Somebody likes a post of mine', types: ['favourite'], on: false },
  boost: { label: 'Somebody boosts a post of mine', types: ['reblog'], on: false },
  poll: { label: 'A poll that I made or voted in has ended', types: ['poll'], on: false },
  post: { label: 'Somebody whose bell I have switched on posts', types: ['status'], on: false },
  edit: { label: 'A post that I boosted was edited', types: ['update'], on: false },
  moderation: {
    label: 'The moderators write to me, or cut off people whom I follow',
    types: ['moderation_warning', 'severed_relationships'],
    on: true,
  },
  administration: {
    label: 'Reports and sign-ups, for those who look after them',
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
