import Type, { type Static } from 'typebox'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const CustomEmoji = Type.Object({
  shortcode: Type.String(),
  url: Type.String(),
  static_url: Type.String(),
  visible_in_picker: Type.Boolean(),
})

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
  followers_count: Type.Integer(),
  following_count: Type.Integer(),
  statuses_count: Type.Integer(),
  last_status_at: Nullable(Type.String()),
  emojis: Type.Array(CustomEmoji),
  fields: Type.Array(Field),
  roles: Type.Array(Type.Pick(Role, ['id', 'name', 'color'])),
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
