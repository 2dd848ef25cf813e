import { accountEntries, agentOf } from '../accounts/index.ts'
import type { App } from '../app.ts'
import {
  type Bearer,
  type Call,
  csrfToken,
  networkOf,
  type PageViewer,
  readCookie,
  SESSION_COOKIE,
  setCookie,
  type Viewer,
} from '../http/index.ts'
import { unprocessable } from '../kit/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { insertSession, prolongSession, revokeSession, type SessionRow, sessionByHash } from './queries.ts'
import { revokeTokensOf } from './revoke.ts'
import { hashOf, newSecret } from './tokens.ts'
import { heldSessions } from './web-client.ts'

/** A browser that is signed in to the server's own pages: a random cookie, of which we keep the hash. */
const COOKIE = SESSION_COOKIE
const DAY_MS = 24 * 60 * 60 * 1000
/** From the last use; `expires_at` less this is when that was, to a day. */
export const SESSION_MS = 30 * DAY_MS

/** The parts of a request that a session needs; every route's call has them. */
export type BrowserCall = Pick<Call<unknown, unknown, unknown, unknown>, 'app' | 'request' | 'reply'>

/**
 * Who is signed in with this browser, or null. Only people who may act: confirmed, approved, neither suspended nor
 * gone. A session lasts 30 days from its last use; its row moves on at most once a day.
 */
export async function viewerOfSession(call: BrowserCall): Promise<Viewer | null> {
  const row = await sessionOf(call)
  call.request.accountId = row?.account_id ?? null
  return row && { accountId: row.account_id, role: row.role }
}

/** The session of this browser; null as above. */
export async function sessionOf(call: BrowserCall): Promise<SessionRow | null> {
  const { app, request } = call
  const secret = readCookie(app, request, COOKIE)
  if (secret === null) return null
  const row = (await sessionByHash(app.db.read, hashOf(secret), app.now()))[0]
  if (!row) return null
  await prolong(call, secret, row.id, row.expires_at.getTime())
  return row
}

/** Once a day; both the row and the cookie. */
async function prolong({ app, request, reply }: BrowserCall, secret: string, id: number, endsAtMs: number) {
  const now = app.now().getTime()
  if (endsAtMs >= now + SESSION_MS - DAY_MS) return
  await transact(app.db, (tx) => prolongSession(tx, id, new Date(now + SESSION_MS), shownNetwork(request.ip)))
  heldSessions(app).invalidate(secret)
  setCookie(app, reply, COOKIE, secret, SESSION_MS / 1000)
}

/**
 * The answer to http's question: whose session is it, by which the web client acts? Costs no statement while it is in
 * use. Only people who may act, as above.
 */
export async function whoseWebSession(
  app: App,
  { secret, visit }: { secret: string; visit: Pick<BrowserCall, 'request' | 'reply'> | null },
): Promise<Bearer | null> {
  if (secret === '' || secret.length > 200) return null
  const found = await heldSessions(app).get(secret)
  if (!found || found.endsAtMs <= app.now().getTime()) return null
  if (visit !== null) await prolong({ app, ...visit }, secret, found.bearer.sessionId, found.endsAtMs)
  return found.bearer
}

/** As people write it: an IPv4 address that came by an IPv6 socket without its prefix. */
const shownNetwork = (address: string): string => networkOf(address).replace(/^::ffff:(?=\d+\.)/, '')

/** Who is signed in with this browser, as the header of a page shows them. */
export async function shownViewer(call: BrowserCall): Promise<PageViewer | null> {
  const viewer = await viewerOfSession(call)
  if (viewer === null) return null
  const found = (await accountEntries(call.app, [viewer.accountId])).get(viewer.accountId)
  if (!found) return null
  const { display_name, acct, avatar, url } = found.json
  return { name: display_name || acct, avatar, url, csrf: await csrfToken(call) }
}

/**
 * Signs this browser in. Whoever was signed in with it before is signed out: a session is never handed on.
 *
 * @param within what else must happen in the same transaction.
 */
export async function openSession(
  call: BrowserCall,
  accountId: number,
  within: (tx: Tx) => Promise<unknown> = async () => {},
): Promise<void> {
  const { app, request, reply } = call
  const secret = newSecret()
  const before = readCookie(app, request, COOKIE)
  const now = app.now().getTime()
  await transact(app.db, async (tx) => {
    if (before !== null) await endSession(tx, before, new Date(now))
    await insertSession(tx, {
      hash: hashOf(secret),
      account_id: accountId,
      expires_at: new Date(now + SESSION_MS),
      network: shownNetwork(request.ip),
      agent: agentOf(request.headers['user-agent']),
    })
    await within(tx)
  })
  setCookie(app, reply, COOKIE, secret, SESSION_MS / 1000)
}

/** Signs this browser out, and makes it forget. */
export async function closeSession(call: BrowserCall): Promise<void> {
  const { app, request, reply } = call
  const secret = readCookie(app, request, COOKIE)
  if (secret !== null) await transact(app.db, (tx) => endSession(tx, secret, app.now()))
  setCookie(app, reply, COOKIE, '', 0)
}

const endSession = async (tx: Tx, secret: string, now: Date): Promise<unknown> =>
  revokeTokensOf(tx, await revokeSession(tx, hashOf(secret), now), now)

/**
 * `DELETE /api/tweeter/v1/session`: the web client signs its browser out.
 *
 * @throws Problem 422 when a token asks: it has no session, and the cookie beside it is not what was meant.
 */
export async function endOwnSession(
  call: BrowserCall & { readonly bearer: Bearer | null },
): Promise<Record<string, never>> {
  if (call.bearer?.sessionId == null)
    throw unprocessable('This ends the session of a browser; a token is revoked at /oauth/revoke.')
  await closeSession(call)
  return {}
}
