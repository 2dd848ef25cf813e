/**
 * The network's own web client: pages of ours whose scripts call the API with the browser's session, so that no script
 * ever holds a token. What hangs on tokens hangs on one that belongs to the session, of an app of its own.
 */
import type { App } from '../app.ts'
import type { Bearer } from '../http/index.ts'
import { Cache, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { lockSession, type SessionRow, sessionByHash, tokenOfSession } from './queries.ts'
import { hashOf, issueToken } from './tokens.ts'

/** The app is made by a migration, under the same id at both sites. */
export const WEB_APP_ID = 1
/** All of them: what staff may do beyond others is decided by their role in any case. */
const SCOPES = ['read', 'write', 'follow', 'push', 'profile', 'admin:read', 'admin:write']
const scopes: ReadonlySet<string> = new Set(SCOPES)

interface Held {
  readonly bearer: Bearer & { readonly sessionId: number }
  readonly endsAtMs: number
}

/** Sessions in use, by their cookie, as `heldTokens`; forgotten on every revocation (listeners.ts). */
export const heldSessions = perApp(
  (app: App) =>
    new Cache<string, Held>(100_000, async ([secret]) => {
      const row = (await sessionByHash(app.db.read, hashOf(secret!), app.now()))[0]
      const tokenId = row && (row.token_id ?? (await makeToken(app, row)))
      return row && tokenId ? new Map([[secret!, held(row, tokenId)]]) : new Map()
    }),
)

function held(row: SessionRow, tokenId: number): Held {
  const viewer = { accountId: row.account_id, role: row.role }
  return {
    bearer: { tokenId, appId: WEB_APP_ID, scopes, viewer, refused: null, sessionId: row.id, appName: null },
    endsAtMs: row.expires_at.getTime(),
  }
}

/**
 * The token of a session, at its first use of the API: one, however many tabs are opened at once; null when the session
 * has ended meanwhile. Its text is thrown away, so it works for nobody but the session.
 */
const makeToken = (app: App, session: SessionRow): Promise<number | null> =>
  transact(app.db, async (tx) => {
    if ((await lockSession(tx, session.id, app.now())).length === 0) return null
    const found = (await tokenOfSession(tx, session.id))[0]
    if (found) return found.id
    const grant = { appId: WEB_APP_ID, accountId: session.account_id, scopes: SCOPES, sessionId: session.id }
    return (await issueToken(tx, grant)).id
  })
