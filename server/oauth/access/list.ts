/** Who has access to an account: the browsers that are signed in, and the apps that hold a token. */
import type { App } from '../../app.ts'
import type { Page } from '../../http/index.ts'
import { SESSION_MS } from '../sessions.ts'
import { type AuthorizedRow, authorizedRows, type BrowserRow, browserRows } from './queries.ts'
import type { AuthorizedApp, Session } from './schema.ts'
import { freshUse } from './uses.ts'

/** @param ownId the session that asks, if one does. */
export const browsersOf = async (
  app: App,
  accountId: number,
  page: Page,
  ownId: number | null = null,
): Promise<Session[]> =>
  (await browserRows(app.db.read, accountId, app.now(), page)).map((row) => sessionJson(row, ownId))

const sessionJson = ({ id, created_at, expires_at, network, agent }: BrowserRow, ownId: number | null): Session => ({
  id: String(id),
  created_at: created_at.toISOString(),
  last_used_at: dayOf(new Date(expires_at.getTime() - SESSION_MS)),
  network,
  agent: agent || 'An unknown browser',
  current: id === ownId,
})

/** @param ownAppId the app that asks, if one does. */
export async function appsOf(
  app: App,
  accountId: number,
  page: Page,
  ownAppId: number | null,
): Promise<AuthorizedApp[]> {
  const rows = await authorizedRows(app.db.read, accountId, app.now(), page)
  return rows.map((row) => appJson(app, row, ownAppId))
}

const appJson = (app: App, row: AuthorizedRow, ownAppId: number | null): AuthorizedApp => ({
  id: String(row.id),
  name: row.name,
  website: row.website,
  scopes: row.scopes,
  created_at: row.since.toISOString(),
  last_used_at: freshUse(app, row.token_ids) ?? (row.used_on && dayOf(row.used_on)),
  current: row.id === ownAppId,
})

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)
