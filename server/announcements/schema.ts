import Type, { type Static } from 'typebox'
import { CustomEmoji } from '../emojis/index.ts'
import { Flag, Id } from '../http/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Mastodon's Reaction. */
export const Reaction = Type.Object({
  name: Type.String(),
  count: Type.Integer(),
  /** The viewer's own; absent where there is none. */
  me: Type.Optional(Type.Boolean()),
  /** Of a custom emoji. */
  url: Type.Optional(Type.String()),
  static_url: Type.Optional(Type.String()),
})
export type Reaction = Static<typeof Reaction>

/** Mastodon's Announcement. */
export const Announcement = Type.Object({
  id: Type.String(),
  content: Type.String(),
  starts_at: Nullable(Type.String()),
  ends_at: Nullable(Type.String()),
  all_day: Type.Boolean(),
  published: Type.Boolean(),
  published_at: Type.String(),
  updated_at: Type.String(),
  /** Whether the viewer dismissed it; absent where there is none. */
  read: Type.Optional(Type.Boolean()),
  mentions: Type.Array(
    Type.Object({ id: Type.String(), username: Type.String(), url: Type.String(), acct: Type.String() }),
  ),
  statuses: Type.Array(Type.Object({ id: Type.String(), url: Type.String() })),
  tags: Type.Array(Type.Object({ name: Type.String(), url: Type.String() })),
  emojis: Type.Array(CustomEmoji),
  reactions: Type.Array(Reaction),
})
export type Announcement = Static<typeof Announcement>

export const AnnouncementsQuery = Type.Object({ with_dismissed: Type.Optional(Flag) })
export const ReactionParams = Type.Object({ id: Id, name: Type.String({ minLength: 1, maxLength: 128 }) })

export const AdminAnnouncement = Type.Object({
  id: Type.String(),
  text: Type.String(),
  starts_at: Nullable(Type.String()),
  ends_at: Nullable(Type.String()),
  all_day: Type.Boolean(),
  published: Type.Boolean(),
  scheduled_at: Nullable(Type.String()),
  published_at: Nullable(Type.String()),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type AdminAnnouncement = Static<typeof AdminAnnouncement>

const time = Type.Optional(Nullable(Type.String({ maxLength: 40, description: 'ISO 8601; null or empty: none' })))

/** Whether they make sense is looked at after the permission (manage.ts). */
export const AnnouncementBody = Type.Object({
  text: Type.Optional(Type.String({ maxLength: 100_000 })),
  starts_at: time,
  ends_at: time,
  all_day: Type.Optional(Flag),
  scheduled_at: time,
})
export type AnnouncementBody = Static<typeof AnnouncementBody>

export const NewAnnouncement = Type.Object({
  ...AnnouncementBody.properties,
  published: Type.Optional(Type.Boolean({ description: 'At once; so it is unless `scheduled_at` is to come' })),
})
export type NewAnnouncement = Static<typeof NewAnnouncement>
