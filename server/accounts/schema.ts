import Type, { type Static } from 'typebox'
import { CustomEmoji } from '../emojis/index.ts'
import { CsrfField, File, Flag, Limit } from '../http/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Field = Type.Object({
  name: Type.String(),
  value: Type.String(),
  verified_at: Nullable(Type.String()),
})

/** Mastodon's Role. */
export const Role = Type.Object({
  id: Type.String(),
  name: Type.String(),
  color: Type.String(),
  permissions: Type.String(),
  highlighted: Type.Boolean(),
  collection_limit: Type.Integer({ description: 'How many collections somebody with it may have' }),
})

/** Mastodon's FeatureApproval: may others put this account into their collections? */
export const FeatureApproval = Type.Object({
  automatic: Type.Array(Type.Literal('public')),
  manual: Type.Array(Type.Literal('public')),
  current_user: Type.Union([Type.Literal('automatic'), Type.Literal('denied')]),
})

/** Mastodon's Account. */
export const Account = Type.Object({
  id: Type.String(),
  username: Type.String(),
  acct: Type.String(),
  display_name: Type.String(),
  locked: Type.Boolean(),
  bot: Type.Boolean(),
  group: Type.Boolean(),
  discoverable: Type.Boolean(),
  indexable: Type.Boolean(),
  noindex: Type.Boolean(),
  hide_collections: Type.Boolean(),
  created_at: Type.String(),
  note: Type.String(),
  url: Type.String(),
  uri: Type.String(),
  avatar: Type.String(),
  avatar_static: Type.String(),
  header: Type.String(),
  header_static: Type.String(),
  avatar_description: Type.String(),
  header_description: Type.String(),
  show_media: Type.Boolean(),
  show_media_replies: Type.Boolean(),
  show_featured: Type.Boolean(),
  followers_count: Type.Integer(),
  following_count: Type.Integer(),
  statuses_count: Type.Integer(),
  last_status_at: Nullable(Type.String()),
  emojis: Type.Array(CustomEmoji),
  fields: Type.Array(Field),
  roles: Type.Array(Type.Pick(Role, ['id', 'name', 'color'])),
  feature_approval: FeatureApproval,
  /** Only of an account that staff limited, or suspended. */
  limited: Type.Optional(Type.Boolean()),
  suspended: Type.Optional(Type.Boolean()),
})
export type Account = Static<typeof Account>

export const Visibility = Type.Union([
  Type.Literal('public'),
  Type.Literal('unlisted'),
  Type.Literal('private'),
  Type.Literal('direct'),
])
export type Visibility = Static<typeof Visibility>

/** Mastodon's CredentialAccount: what only its owner sees. */
export const CredentialAccount = Type.Intersect([
  Account,
  Type.Object({
    source: Type.Object({
      privacy: Visibility,
      sensitive: Type.Boolean(),
      language: Nullable(Type.String()),
      note: Type.String(),
      fields: Type.Array(Field),
      follow_requests_count: Type.Integer(),
      discoverable: Type.Boolean(),
      indexable: Type.Boolean(),
      hide_collections: Type.Boolean(),
      attribution_domains: Type.Array(Type.String()),
      quote_policy: Type.String(),
    }),
    role: Role,
  }),
])
export type CredentialAccount = Static<typeof CredentialAccount>

/** Mastodon's Token. */
export const Token = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  scope: Type.String(),
  /** Seconds since 1970. */
  created_at: Type.Integer(),
})
export type Token = Static<typeof Token>

export const QuotePolicy = Type.Union([Type.Literal('public'), Type.Literal('followers'), Type.Literal('nobody')])
const DefaultVisibility = Type.Union([Type.Literal('public'), Type.Literal('unlisted'), Type.Literal('private')])

/** Mastodon's Profile: what its owner edits, as it was written. */
export const Profile = Type.Object({
  id: Type.String(),
  display_name: Type.String(),
  note: Type.String(),
  fields: Type.Array(Field),
  avatar: Nullable(Type.String()),
  avatar_static: Nullable(Type.String()),
  avatar_description: Type.String(),
  header: Nullable(Type.String()),
  header_static: Nullable(Type.String()),
  header_description: Type.String(),
  locked: Type.Boolean(),
  bot: Type.Boolean(),
  hide_collections: Type.Boolean(),
  discoverable: Type.Boolean(),
  indexable: Type.Boolean(),
  show_media: Type.Boolean(),
  show_media_replies: Type.Boolean(),
  show_featured: Type.Boolean(),
  attribution_domains: Type.Array(Type.String()),
})
export type Profile = Static<typeof Profile>

/** Mastodon's Preferences. */
export const Preferences = Type.Object({
  'posting:default:visibility': Visibility,
  'posting:default:sensitive': Type.Boolean(),
  'posting:default:language': Nullable(Type.String()),
  'posting:default:quote_policy': QuotePolicy,
  'reading:expand:media': Type.Literal('default'),
  'reading:expand:spoilers': Type.Boolean(),
  'reading:autoplay:gifs': Type.Boolean(),
})
export type Preferences = Static<typeof Preferences>

const text = Type.Optional(Type.String())
const flag = Type.Optional(Flag)

/** Everything may be missing here, because what is missing is reported in Mastodon's own codes. */
export const SignUp = Type.Object({
  username: text,
  email: text,
  password: text,
  agreement: flag,
  locale: text,
  reason: text,
  invite_code: text,
})
export type SignUp = Static<typeof SignUp>

/** A file, in a multipart body. Apps send an empty text where nothing changes. */
const Picture = Type.Optional(Type.Union([File, Type.Literal('')]))

export const ProfileEdit = Type.Object({
  display_name: text,
  note: text,
  avatar: Picture,
  avatar_description: text,
  header: Picture,
  header_description: text,
  locked: flag,
  bot: flag,
  discoverable: flag,
  indexable: flag,
  hide_collections: flag,
  show_media: flag,
  show_media_replies: flag,
  show_featured: flag,
  attribution_domains: Type.Optional(Type.Array(Type.String())),
  fields_attributes: Type.Optional(Type.Array(Type.Object({ name: text, value: text }))),
  source: Type.Optional(
    Type.Object({
      privacy: Type.Optional(DefaultVisibility),
      sensitive: flag,
      language: Type.Optional(Nullable(Type.String())),
      quote_policy: Type.Optional(QuotePolicy),
    }),
  ),
})
export type ProfileEdit = Static<typeof ProfileEdit>

export const SearchQuery = Type.Object({
  q: Type.String(),
  limit: Limit(40, 80),
  offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0, clamp: true }),
  resolve: flag,
  following: flag,
})
export type SearchQuery = Static<typeof SearchQuery>

/** What the forms of the pages send. */
export const forms = {
  signUp: Type.Object({
    csrf: CsrfField,
    username: text,
    email: text,
    password: text,
    agreement: flag,
    reason: text,
    invite: text,
  }),
  email: Type.Object({ csrf: CsrfField, email: text }),
  newPassword: Type.Object({ csrf: CsrfField, token: text, password: text }),
  changeEmail: Type.Object({ csrf: CsrfField, email: text, password: text }),
  password: Type.Object({ csrf: CsrfField, password: text }),
}
