import { createHash, randomBytes } from 'node:crypto'
import type { App } from '../app.ts'
import type { Bearer } from '../http/index.ts'
import { Cache, perApp } from '../kit/index.ts'
import type { Tx } from '../storage/index.ts'
import { noteUse } from './access/uses.ts'
import { insertToken, type TokenRow, tokenByHash } from './queries.ts'

/** Opaque and random, so that a token says nothing and its hash needs no salt. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

interface Held {
  readonly bearer: Bearer
  readonly expiresAtMs: number
}

/** Tokens in use, so that a request costs no statement for its token. Forgotten on every revocation (listeners.ts). */
export const heldTokens = perApp(
  (app: App) =>
    new Cache<string, Held>(100_000, async ([token]) => {
      const row = (await tokenByHash(app.db.read, hashOf(token!)))[0]
      return row && !row.deleted ? new Map([[token!, held(row)]]) : new Map()
    }),
)

function held(row: TokenRow): Held {
  const viewer = row.account_id === null ? null : { accountId: row.account_id, role: row.role ?? 'user' }
  return {
    bearer: {
      tokenId: row.id,
      appId: row.app_id,
      scopes: new Set(row.scopes),
      viewer,
      refused: refusal(row),
      sessionId: null,
      appName: row.app_name,
    },
    expiresAtMs: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
  }
}

/** Mastodon's own words, which apps know. */
function refusal(row: TokenRow): string | null {
  if (row.account_id === null) return null
  if (row.suspended) return 'Your login is currently disabled'
  if (!row.confirmed) return 'Your login is missing a confirmed e-mail address'
  if (!row.approved) return 'Your login is currently pending approval'
  return null
}

/** The answer to http's question: whose is this token? */
export async function whoseToken(app: App, token: string): Promise<Bearer | null> {
  if (token === '' || token.length > 200) return null
  const found = await heldTokens(app).get(token)
  if (!found || found.expiresAtMs <= app.now().getTime()) return null
  noteUse(app, found.bearer.tokenId)
  return found.bearer
}

export interface TokenGrant {
  readonly appId: number
  readonly accountId: number | null
  readonly scopes: readonly string[]
  readonly expiresAt?: Date | null
  /** The authorization code that it is made from. */
  readonly codeId?: number | null
  /** The browser's session that it belongs to. */
  readonly sessionId?: number | null
}

/** Makes an access token; its text is here once and never again. */
export async function issueToken(tx: Tx, grant: TokenGrant): Promise<{ token: string; id: number; createdAt: Date }> {
  const token = newSecret()
  const rows = await insertToken(tx, {
    hash: hashOf(token),
    refresh_hash: null,
    app_id: grant.appId,
    account_id: grant.accountId,
    scopes: [...grant.scopes],
    expires_at: grant.expiresAt ?? null,
    code_id: grant.codeId ?? null,
    session_id: grant.sessionId ?? null,
  })
  return { token, id: rows[0]!.id, createdAt: rows[0]!.created_at }
}
