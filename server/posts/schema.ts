import Type, { type Static } from 'typebox'
import { Account, QuotePolicy, Visibility } from '../accounts/index.ts'
import { PreviewCard } from '../cards/index.ts'
import { CustomEmoji } from '../emojis/index.ts'
import { FilterResult } from '../filters/index.ts'
import { Id } from '../http/index.ts'
import { ChangeMedia, MediaAttachment } from '../media/index.ts'
import { Collection } from './collections.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const StatusMention = Type.Object({
  id: Type.String(),
  username: Type.String(),
  acct: Type.String(),
  url: Type.String(),
})

/** Mastodon's Poll. */
export const Poll = Type.Object({
  id: Type.String(),
  expires_at: Nullable(Type.String()),
  expired: Type.Boolean(),
  multiple: Type.Boolean(),
  votes_count: Type.Integer(),
  /** People, where one may have several votes; null where one has one. */
  voters_count: Nullable(Type.Integer()),
  /** `votes_count` is null while its author keeps the result hidden. */
  options: Type.Array(Type.Object({ title: Type.String(), votes_count: Nullable(Type.Integer()) })),
  emojis: Type.Array(CustomEmoji),
  voted: Type.Optional(Type.Boolean()),
  own_votes: Type.Optional(Type.Array(Type.Integer())),
})
export type Poll = Static<typeof Poll>

const QuoteState = Type.Union([
  Type.Literal('accepted'),
  Type.Literal('revoked'),
  Type.Literal('deleted'),
  Type.Literal('unauthorized'),
  Type.Literal('blocked_account'),
  Type.Literal('muted_account'),
])
export type QuoteState = Static<typeof QuoteState>

/** Mastodon's QuoteApproval; nobody has to be asked here, so `manual` is always empty. */
const QuoteApproval = Type.Object({
  automatic: Type.Array(Type.Union([Type.Literal('public'), Type.Literal('followers')])),
  manual: Type.Array(Type.String()),
  current_user: Type.Union([Type.Literal('automatic'), Type.Literal('denied')]),
})

export const ReplyPolicy = Type.Union([
  Type.Literal('everyone'),
  Type.Literal('followers'),
  Type.Literal('following'),
  Type.Literal('mentioned'),
])

/** Our own: who may reply, as its author said, and whether the viewer may (the thread's first post counts as well). */
const ReplyApproval = Type.Object({ policy: ReplyPolicy, current_user: Type.Boolean() })

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
  /** That its text links to. */
  tagged_collections: Type.Array(Collection),
  media_attachments: Type.Array(MediaAttachment),
  mentions: Type.Array(StatusMention),
  tags: Type.Array(Type.Object({ name: Type.String(), url: Type.String() })),
  emojis: Type.Array(CustomEmoji),
  card: Nullable(PreviewCard),
  poll: Nullable(Poll),
  quote_approval: QuoteApproval,
  reply_approval: ReplyApproval,
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
  filtered: Type.Optional(Type.Array(FilterResult)),
  /** As written; only in the answer to a deletion, so that an app can offer to write it again. */
  text: Type.Optional(Type.String()),
}

const ShallowQuote = Type.Object({ state: QuoteState, quoted_status_id: Nullable(Type.String()) })
const QuotedStatus = Type.Object({ ...statusFields, quote: Nullable(ShallowQuote), reblog: Type.Null() })
export type QuotedStatus = Static<typeof QuotedStatus>

/** Mastodon's Quote; the quoted post tells of what it quotes itself by its id only. */
const Quote = Type.Object({ state: QuoteState, quoted_status: Nullable(QuotedStatus) })

/** Mastodon's Status. */
export const Status = Type.Object({
  ...statusFields,
  quote: Nullable(Quote),
  reblog: Nullable(Type.Object({ ...statusFields, quote: Nullable(Quote), reblog: Type.Null() })),
})
export type Status = Static<typeof Status>

export const Context = Type.Object({ ancestors: Type.Array(Status), descendants: Type.Array(Status) })

/** A language tag as BCP 47 has them; apps send more than two letters. */
const Language = Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 })

/** What may be voted for; bounds are checked with words (polls/check.ts). */
const NewPoll = Type.Object({
  options: Type.Array(Type.String({ maxLength: 10_000 }), { maxItems: 100 }),
  expires_in: Type.Integer({ description: 'Seconds' }),
  multiple: Type.Optional(Type.Boolean()),
  hide_totals: Type.Optional(Type.Boolean()),
})
export type NewPoll = Static<typeof NewPoll>

export const CreateStatus = Type.Object({
  status: Type.Optional(Type.String({ maxLength: 1_000_000 })),
  media_ids: Type.Optional(Type.Array(Id, { maxItems: 20 })),
  in_reply_to_id: Type.Optional(Id),
  sensitive: Type.Optional(Type.Boolean()),
  spoiler_text: Type.Optional(Type.String({ maxLength: 100_000 })),
  visibility: Type.Optional(Visibility),
  language: Type.Optional(Language),
  scheduled_at: Type.Optional(Type.String()),
  poll: Type.Optional(NewPoll),
  quoted_status_id: Type.Optional(Id),
  quote_approval_policy: Type.Optional(QuotePolicy),
  reply_policy: Type.Optional(ReplyPolicy),
})
export type CreateStatus = Static<typeof CreateStatus>

const { status, media_ids, sensitive, spoiler_text, language, poll, quote_approval_policy } = CreateStatus.properties

/** `media_attributes`: new words and focus for pictures that are in `media_ids`. */
export const EditStatus = Type.Object({
  status,
  media_ids,
  media_attributes: Type.Optional(Type.Array(Type.Object({ id: Id, ...ChangeMedia.properties }), { maxItems: 20 })),
  sensitive,
  spoiler_text,
  language,
  poll,
  quote_approval_policy,
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
  poll: Nullable(Type.Object({ options: Type.Array(Type.Object({ title: Type.String() })) })),
  quote: Nullable(Quote),
})
export type StatusEdit = Static<typeof StatusEdit>

/** Mastodon's StatusSource: a post as it was written. */
export const StatusSource = Type.Object({ id: Type.String(), text: Type.String(), spoiler_text: Type.String() })
export type StatusSource = Static<typeof StatusSource>

export const BoostBody = Type.Object({
  visibility: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('unlisted'), Type.Literal('private')])),
})

export const VoteBody = Type.Object({ choices: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: 100 }) })
export const PolicyBody = Type.Object({ quote_approval_policy: QuotePolicy })
