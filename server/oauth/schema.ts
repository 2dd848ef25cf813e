import Type, { type Static } from 'typebox'

const Text = Type.Optional(Type.String())
const TextOrList = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]))
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** What comes with `POST /api/v1/apps`; register.ts says what each must be. */
export const AppForm = Type.Object({
  client_name: Text,
  /** Addresses in an array, or in one text with white space between. */
  redirect_uris: TextOrList,
  scopes: TextOrList,
  website: Text,
})
export type AppForm = Static<typeof AppForm>

/** Mastodon's Application, as its own token sees it. */
export const Application = Type.Object({
  id: Type.String(),
  name: Type.String(),
  website: Nullable(Type.String()),
  scopes: Type.Array(Type.String()),
  /** All of them, a line each. */
  redirect_uri: Type.String(),
  redirect_uris: Type.Array(Type.String()),
  vapid_key: Type.String(),
})
export type Application = Static<typeof Application>

/** Mastodon's CredentialApplication. */
export const CredentialApplication = Type.Intersect([
  Application,
  Type.Object({
    client_id: Type.String(),
    client_secret: Type.String(),
    /** Always 0: never (RFC 7591, section 3.2.1). */
    client_secret_expires_at: Type.Integer(),
  }),
])
export type CredentialApplication = Static<typeof CredentialApplication>

export const TokenForm = Type.Object({
  grant_type: Text,
  client_id: Text,
  client_secret: Text,
  code: Text,
  redirect_uri: Text,
  code_verifier: Text,
  scope: Text,
  username: Text,
  password: Text,
})
export type TokenForm = Static<typeof TokenForm>

export const RevokeForm = Type.Object({ client_id: Text, client_secret: Text, token: Text })
export type RevokeForm = Static<typeof RevokeForm>

/** RFC 6749, section 4.1.1, RFC 7636, section 4.3, and Mastodon's `force_login` and `lang`. */
export const AuthorizeForm = Type.Object({
  response_type: Text,
  client_id: Text,
  redirect_uri: Text,
  scope: Text,
  state: Text,
  code_challenge: Text,
  code_challenge_method: Text,
  force_login: Text,
  lang: Text,
})
export type AuthorizeForm = Static<typeof AuthorizeForm>

/** OpenID Connect's standard claims, as Mastodon answers them. */
export const UserInfo = Type.Object({
  iss: Type.String(),
  sub: Type.String(),
  name: Type.String(),
  preferred_username: Type.String(),
  profile: Type.String(),
  picture: Type.String(),
})

/** RFC 8414, section 2. */
export const ServerMetadata = Type.Object({
  issuer: Type.String(),
  service_documentation: Type.String(),
  authorization_endpoint: Type.String(),
  token_endpoint: Type.String(),
  app_registration_endpoint: Type.String(),
  revocation_endpoint: Type.String(),
  userinfo_endpoint: Type.String(),
  scopes_supported: Type.Array(Type.String()),
  response_types_supported: Type.Array(Type.String()),
  response_modes_supported: Type.Array(Type.String()),
  code_challenge_methods_supported: Type.Array(Type.String()),
  grant_types_supported: Type.Array(Type.String()),
  token_endpoint_auth_methods_supported: Type.Array(Type.String()),
})
