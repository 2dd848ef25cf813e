import { timingSafeEqual } from 'node:crypto'
import type {
  AuthorizationServer,
  OAuthAuthCode,
  OAuthAuthCodeRepository,
  OAuthClient,
  OAuthClientRepository,
  OAuthScopeRepository,
  OAuthToken,
  OAuthTokenRepository,
  OAuthUserRepository,
} from '@jmondi/oauth2-server'
import type { App } from '../app.ts'
import type { Config } from '../config/index.ts'
import { emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { oauthProblem } from './problems.ts'
import {
  type AppRow,
  appByClientId,
  type CodeRow,
  codeForUse,
  insertCode,
  revokeTokensOfCode,
  useCode,
} from './queries.ts'
import { DEFAULT_SCOPES, isScope, isWithin, splitScopes } from './scopes.ts'
import { tokensRevoked } from './signals.ts'
import { hashOf, issueToken, newSecret } from './tokens.ts'

/**
 * The grants of RFC 6749 and PKCE (RFC 7636) by @jmondi/oauth2-server, over our tables and with opaque tokens. One
 * server per transaction, because its repositories write through that transaction. Not by the library: revocation (it
 * answers 200 where Mastodon answers 403), the comparison of redirect_uri (it ignores ports and queries; ours is exact)
 * and the wording of errors.
 */

const CODE_MS = 10 * 60 * 1000

/** What the token endpoint offers, and the metadata announces. */
export const grantTypes = (config: Config): readonly string[] =>
  config.passwordGrant
    ? ['authorization_code', 'client_credentials', 'password']
    : ['authorization_code', 'client_credentials']

/** Loaded with the first sign-in: it takes some 40 ms, which starting need not wait for. */
const library = () => import('@jmondi/oauth2-server')

/** @param passwordOwner for the password grant: whose name and password came, already checked; null when they are wrong. */
export async function openGrants(app: App, tx: Tx, passwordOwner: number | null = null): Promise<AuthorizationServer> {
  const { AuthorizationServer } = await library()
  const server = new AuthorizationServer(clients(tx), tokens(app, tx), scopeRules, opaque, {
    requiresPKCE: false,
    requiresS256: true,
    useOpaqueAuthorizationCodes: true,
  })
  const userRepository: OAuthUserRepository = {
    getUserByCredentials: async (id, _password, grant) => {
      if (grant !== 'password') return { id }
      return passwordOwner === null ? undefined : { id: passwordOwner }
    },
  }
  server.enableGrantType({ grant: 'authorization_code', userRepository, authCodeRepository: codes(app, tx) })
  if (app.config.passwordGrant) server.enableGrantType({ grant: 'password', userRepository })
  return server
}

/** Our row travels with the library's client. */
const rowOf = (client: OAuthClient): AppRow => client.row as AppRow

/** @throws Problem invalid_client when nobody registered under this id. */
export async function requireClient(tx: Tx, clientId: string): Promise<OAuthClient> {
  const row = (await appByClientId(tx, clientId))[0]
  if (!row) throw oauthProblem('invalid_client')
  return {
    id: row.client_id,
    name: row.name,
    // Not the secret, which nobody knows: it tells the library that there is one and that it must be checked.
    secret: 'hashed',
    redirectUris: row.redirect_uris,
    allowedGrants: [],
    scopes: row.scopes.map((name) => ({ name })),
    row,
  }
}

export const isSecretOf = (row: AppRow, secret: string): boolean => timingSafeEqual(hashOf(secret), row.secret_hash)

const clients = (tx: Tx): OAuthClientRepository => ({
  getByIdentifier: (clientId) => requireClient(tx, clientId),
  isClientValid: async (_grant, client, secret) => isSecretOf(rowOf(client), secret ?? ''),
})

const scopeRules: OAuthScopeRepository = {
  getAllByIdentifiers: async (names) => names.filter(isScope).map((name) => ({ name })),
  finalize: async (asked, _grant, client) => {
    const names = asked.length > 0 ? asked.map((scope) => scope.name) : splitScopes(DEFAULT_SCOPES)
    if (!isWithin(names, rowOf(client).scopes)) throw oauthProblem('invalid_scope')
    return names.map((name) => ({ name }))
  },
}

/** A token says nothing: what the library would sign is only its random text. */
const opaque = {
  sign: async (payload: unknown): Promise<string> => (payload as { jti: string }).jti,
  verify: () => Promise.reject(new Error('Tokens are opaque.')),
  decode: () => null,
}

function codes(app: App, tx: Tx): OAuthAuthCodeRepository {
  let found: CodeRow | undefined
  return {
    issueAuthCode: (client, user, scopes) => ({ code: newSecret(), expiresAt: app.now(), client, user: user!, scopes }),
    persist: async (code) => {
      await insertCode(tx, newCodeRow(app, code))
    },
    getByIdentifier: async (code) => {
      found = (await codeForUse(tx, hashOf(code)))[0]
      if (!found) throw oauthProblem('invalid_grant')
      return codeOfRow(code, found, await requireClient(tx, found.client_id))
    },
    isRevoked: async () => !found || found.used_at !== null || found.expires_at <= app.now(),
    revoke: async (code) => {
      await useCode(tx, hashOf(code), app.now())
    },
  }
}

const newCodeRow = (app: App, code: OAuthAuthCode) => ({
  hash: hashOf(code.code),
  app_id: rowOf(code.client).id,
  account_id: Number(code.user!.id),
  scopes: code.scopes.map((scope) => scope.name),
  redirect_uri: code.redirectUri!,
  code_challenge: code.codeChallenge ?? null,
  expires_at: new Date(app.now().getTime() + CODE_MS),
})

const codeOfRow = (code: string, row: CodeRow, client: OAuthClient): OAuthAuthCode => ({
  code,
  client,
  user: { id: row.account_id },
  scopes: row.scopes.map((name) => ({ name })),
  redirectUri: row.redirect_uri,
  codeChallenge: row.code_challenge,
  codeChallengeMethod: row.code_challenge === null ? null : 'S256',
  expiresAt: row.expires_at,
})

function tokens(app: App, tx: Tx): OAuthTokenRepository {
  const noRefresh = () => Promise.reject(oauthProblem('unsupported_grant_type'))
  return {
    issueToken: async (client, scopes, user) => ({
      accessToken: '',
      accessTokenExpiresAt: app.now(),
      client,
      scopes,
      user: user ?? null,
    }),
    persist: (token) => keep(tx, token),
    revokeDescendantsOf: async (code) => {
      const rows = await revokeTokensOfCode(tx, hashOf(code), app.now())
      if (rows.length === 0) return
      await emit(tx, tokensRevoked, { accountId: rows[0]!.account_id, tokenIds: rows.map((row) => row.id) })
    },
    // No grant that we announce gives refresh tokens, and tokens do not expire, as at Mastodon.
    issueRefreshToken: async (token) => token,
    revoke: noRefresh,
    isRefreshTokenRevoked: noRefresh,
    getByRefreshToken: noRefresh,
  }
}

async function keep(tx: Tx, token: OAuthToken): Promise<void> {
  const code = token.originatingAuthCodeId
  const codeId = code === undefined ? null : ((await codeForUse(tx, hashOf(code)))[0]?.id ?? null)
  const issued = await issueToken(tx, {
    appId: rowOf(token.client).id,
    accountId: token.user ? Number(token.user.id) : null,
    scopes: token.scopes.map((scope) => scope.name),
    codeId,
  })
  token.accessToken = issued.token
}
