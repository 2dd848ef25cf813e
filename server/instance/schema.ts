import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Rule } from '../moderation/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Url = Type.String({ description: 'An absolute address' })

const Media = Type.Object({
  supported_mime_types: Type.Array(Type.String()),
  image_size_limit: Type.Integer({ description: 'Bytes' }),
  image_matrix_limit: Type.Integer({ description: 'Width times height' }),
  video_size_limit: Type.Integer({ description: 'Bytes; 0 where video is not taken' }),
  video_frame_rate_limit: Type.Integer(),
  video_matrix_limit: Type.Integer(),
  description_limit: Type.Integer({ description: 'Characters' }),
})

const Statuses = Type.Object({
  max_characters: Type.Integer(),
  max_media_attachments: Type.Integer(),
  characters_reserved_per_url: Type.Integer(),
})

const Polls = Type.Object({
  max_options: Type.Integer({ description: '0 where there are no polls' }),
  max_characters_per_option: Type.Integer(),
  min_expiration: Type.Integer({ description: 'Seconds' }),
  max_expiration: Type.Integer({ description: 'Seconds' }),
})

const Accounts = Type.Object({
  max_display_name_length: Type.Integer(),
  max_note_length: Type.Integer(),
  max_avatar_description_length: Type.Integer(),
  max_header_description_length: Type.Integer(),
  max_featured_tags: Type.Integer(),
  max_pinned_statuses: Type.Integer(),
  max_profile_fields: Type.Integer(),
  profile_field_name_limit: Type.Integer(),
  profile_field_value_limit: Type.Integer(),
})

export const Language = Type.Object({ code: Type.String({ description: 'ISO 639-1' }), name: Type.String() })

/** Mastodon's V1::Instance. */
export const V1Instance = Type.Object({
  uri: Type.String({ description: 'The domain, with its port when there is one' }),
  title: Type.String(),
  short_description: Type.String(),
  description: Type.String({ description: 'HTML' }),
  email: Type.String(),
  version: Type.String(),
  urls: Type.Object({ streaming_api: Url }),
  stats: Type.Object({ user_count: Type.Integer(), status_count: Type.Integer(), domain_count: Type.Integer() }),
  thumbnail: Url,
  languages: Type.Array(Type.String()),
  registrations: Type.Boolean(),
  approval_required: Type.Boolean(),
  invites_enabled: Type.Boolean(),
  configuration: Type.Object({
    accounts: Accounts,
    statuses: Statuses,
    media_attachments: Media,
    polls: Polls,
  }),
  contact_account: Nullable(Account),
  rules: Type.Array(Rule),
})
export type V1Instance = Static<typeof V1Instance>

const Access = Type.Union([Type.Literal('public'), Type.Literal('authenticated'), Type.Literal('disabled')])
const FeedAccess = Type.Object({ local: Access, remote: Access })

/** Mastodon's Instance. */
export const Instance = Type.Object({
  domain: Type.String({ description: 'With its port when there is one' }),
  title: Type.String(),
  version: Type.String(),
  source_url: Type.String(),
  description: Type.String(),
  usage: Type.Object({ users: Type.Object({ active_month: Type.Integer() }) }),
  thumbnail: Type.Object({
    url: Url,
    blurhash: Nullable(Type.String()),
    description: Nullable(Type.String()),
    versions: Type.Object({ '@1x': Url, '@2x': Url }),
  }),
  icon: Type.Array(Type.Object({ src: Url, size: Type.String() })),
  languages: Type.Array(Type.String()),
  configuration: Type.Object({
    urls: Type.Object({
      streaming: Url,
      status: Nullable(Url),
      about: Nullable(Url),
      privacy_policy: Nullable(Url),
      terms_of_service: Nullable(Url),
    }),
    vapid: Type.Object({ public_key: Type.String({ description: 'For Web Push (RFC 8292)' }) }),
    accounts: Accounts,
    statuses: Statuses,
    media_attachments: Media,
    polls: Polls,
    translation: Type.Object({ enabled: Type.Boolean() }),
    timelines_access: Type.Object({
      live_feeds: FeedAccess,
      hashtag_feeds: FeedAccess,
      trending_link_feeds: FeedAccess,
    }),
    limited_federation: Type.Boolean(),
  }),
  registrations: Type.Object({
    enabled: Type.Boolean(),
    approval_required: Type.Boolean(),
    reason_required: Type.Boolean(),
    message: Nullable(Type.String({ description: 'HTML' })),
    min_age: Type.Null(),
    url: Type.Null(),
  }),
  api_versions: Type.Object({ mastodon: Type.Integer() }),
  contact: Type.Object({ email: Type.String(), account: Nullable(Account) }),
  rules: Type.Array(Rule),
  wrapstodon: Type.Null(),
})
export type Instance = Static<typeof Instance>

export const Week = Type.Object({
  week: Type.String({ description: 'Seconds since 1970 of the Monday that it begins with, UTC' }),
  statuses: Type.String(),
  logins: Type.String({ description: 'People who let an app in' }),
  registrations: Type.String(),
})

/** Mastodon's ExtendedDescription and PrivacyPolicy. */
export const Statement = Type.Object({ updated_at: Type.String(), content: Type.String({ description: 'HTML' }) })

const Link = Type.Object({
  rel: Type.String(),
  type: Type.Optional(Type.String()),
  href: Type.Optional(Type.String()),
  template: Type.Optional(Type.String()),
})

export const NodeInfoLinks = Type.Object({ links: Type.Array(Link) })

/** RFC 7033, section 4.4. */
export interface ResourceDescriptor {
  subject: string
  aliases: string[]
  links: Static<typeof Link>[]
}
