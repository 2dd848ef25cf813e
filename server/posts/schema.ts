import Type, { type Static } from 'typebox'
import { Account, CustomEmoji, Visibility } from '../accounts/index.ts'
import { Id } from '../http/index.ts'
import { ChangeMedia, MediaAttachment } from '../media/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const StatusMention = Type.Object({
  id: Type.String(),
  username: Type.String(),
  acct: Type.String(),
  url: Type.String(),
})

const statusFields = {
  id: Type.String(),
  uri: Type.String(),
  url: Type.String(),
  created_at: Type.String(),
  edited_at: Nullable(Type.String()),
  in_reply_to_id: Nullable(Type.String()),
  in_reply_to_account_id: Nullable(Type.String()),
  sensitive: Type.Boolean(),
  spoiler_text: Type.String(),
  visibility: Visibility,
  language: Nullable(Type.String()),
  content: Type.String(),
  account: Account,
  media_attachments: Type.Array(MediaAttachment),
  mentions: Type.Array(StatusMention),
  tags: Type.Array(Type.Object({ name: Type.String(), url: Type.String() })),
  emojis: Type.Array(CustomEmoji),
  card: Type.Null(),
  poll: Type.Null(),
  application: Nullable(Type.Object({ name: Type.String(), website: Nullable(Type.String()) })),
  replies_count: Type.Integer(),
  reblogs_count: Type.Integer(),
  favourites_count: Type.Integer(),
  quotes_count: Type.Integer(),
  /** The viewer's own; absent for somebody who is not signed in. */
  favourited: Type.Optional(Type.Boolean()),
  reblogged: Type.Optional(Type.Boolean()),
  muted: Type.Optional(Type.Boolean()),
  bookmarked: Type.Optional(Type.Boolean()),
  pinned: Type.Optional(Type.Boolean()),
  filtered: Type.Optional(Type.Array(Type.Object({}))),
  /** As written; only in the answer to a deletion, so that an app can offer to write it again. */
  text: Type.Optional(Type.String()),
}

/** Mastodon's Status. */
export const Status = Type.Object({
  ...statusFields,
  reblog: Nullable(Type.Object({ ...statusFields, reblog: Type.Null() })),
})
export type Status = Static<typeof Status>

export const Context = Type.Object({ ancestors: Type.Array(Status), descendants: Type.Array(Status) })

/** A language tag as BCP 47 has them; apps send more than two letters. */
const Language = Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 })

export const CreateStatus = Type.Object({
  status: Type.Optional(Type.String({ maxLength: 1_000_000 })),
  media_ids: Type.Optional(Type.Array(Id, { maxItems: 20 })),
  in_reply_to_id: Type.Optional(Id),
  sensitive: Type.Optional(Type.Boolean()),
  spoiler_text: Type.Optional(Type.String({ maxLength: 100_000 })),
  visibility: Type.Optional(Visibility),
  language: Type.Optional(Language),
  scheduled_at: Type.Optional(Type.String()),
  poll: Type.Optional(Type.Object({}, { additionalProperties: true })),
  quoted_status_id: Type.Optional(Id),
})
export type CreateStatus = Static<typeof CreateStatus>

const { status, media_ids, sensitive, spoiler_text, language, poll } = CreateStatus.properties

/** `media_attributes`: new words and focus for pictures that are in `media_ids`. */
export const EditStatus = Type.Object({
  status,
  media_ids,
  media_attributes: Type.Optional(Type.Array(Type.Object({ id: Id, ...ChangeMedia.properties }), { maxItems: 20 })),
  sensitive,
  spoiler_text,
  language,
  poll,
})
export type EditStatus = Static<typeof EditStatus>

/** Mastodon's StatusEdit: what a post said from `created_at` on. */
export const StatusEdit = Type.Object({
  content: Type.String(),
  spoiler_text: Type.String(),
  sensitive: Type.Boolean(),
  created_at: Type.String(),
  account: Account,
  media_attachments: Type.Array(MediaAttachment),
  emojis: Type.Array(CustomEmoji),
})
export type StatusEdit = Static<typeof StatusEdit>

/** Mastodon's StatusSource: a post as it was written. */
export const StatusSource = Type.Object({ id: Type.String(), text: Type.String(), spoiler_text: Type.String() })
export type StatusSource = Static<typeof StatusSource>

export const BoostBody = Type.Object({
  visibility: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('unlisted'), Type.Literal('private')])),
})
