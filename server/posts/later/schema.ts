import Type, { type Static } from 'typebox'
import { QuotePolicy, Visibility } from '../../accounts/index.ts'
import { PageQuery } from '../../http/index.ts'
import { MediaAttachment } from '../../media/index.ts'
import { CreateStatus, ReplyPolicy } from '../schema.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Mastodon's ScheduledStatus. */
export const ScheduledStatus = Type.Object({
  id: Type.String(),
  scheduled_at: Type.String(),
  params: Type.Object({
    text: Type.String(),
    poll: Nullable(Type.Required(CreateStatus.properties.poll)),
    media_ids: Nullable(Type.Array(Type.String())),
    sensitive: Nullable(Type.Boolean()),
    spoiler_text: Nullable(Type.String()),
    visibility: Visibility,
    in_reply_to_id: Nullable(Type.Integer()),
    language: Nullable(Type.String()),
    quoted_status_id: Nullable(Type.String()),
    quote_approval_policy: QuotePolicy,
    reply_policy: ReplyPolicy,
    scheduled_at: Type.Null(),
    idempotency: Type.Null(),
    application_id: Type.Integer(),
    with_rate_limit: Type.Literal(false),
  }),
  media_attachments: Type.Array(MediaAttachment),
})
export type ScheduledStatus = Static<typeof ScheduledStatus>

export const ScheduleBody = Type.Object({ scheduled_at: Type.String({ maxLength: 100 }) })

const { scheduled_at: _time, ...draftFields } = CreateStatus.properties
/** What a draft says: the fields of a new post, all of them as unfinished as they may be. */
export const DraftBody = Type.Object(draftFields)
export type DraftBody = Static<typeof DraftBody>

/** Our own: a post that is not finished. */
export const Draft = Type.Object({
  id: Type.String(),
  created_at: Type.String(),
  updated_at: Type.String(),
  params: DraftBody,
  media_attachments: Type.Array(MediaAttachment),
  /** Why it was not published when it was scheduled; null for any other draft. */
  error: Nullable(Type.String()),
})
export type Draft = Static<typeof Draft>

export const DraftsQuery = PageQuery(20, 40)
