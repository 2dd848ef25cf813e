/** Takes access back. It is felt at once: sessions are looked up at each page, and what is held is forgotten. */
import type { App } from '../../app.ts'
import { notFound } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { revokeTokens, revokeTokensOf } from '../revoke.ts'
import { endBrowser, endBrowsersBut, tokensOfApp, voidCodesOfApp } from './queries.ts'

/** @throws Problem 404 when there is no such session of theirs. */
export async function endSession(app: App, accountId: number, id: number): Promise<void> {
  await transact(app.db, async (tx) => {
    const ended = await endBrowser(tx, accountId, id, app.now())
    if (ended.length === 0) throw notFound()
    await revokeTokensOf(tx, ended, app.now())
  })
}

/** @returns how many. */
export const endOtherSessions = (app: App, accountId: number, kept: number): Promise<number> =>
  transact(app.db, async (tx) => {
    const ended = await endBrowsersBut(tx, accountId, kept, app.now())
    await revokeTokensOf(tx, ended, app.now())
    return ended.length
  })

/**
 * Ends every token that an app has of an account, and its streams.
 *
 * @throws Problem 404 when it has none.
 */
export async function endApp(app: App, accountId: number, appId: number): Promise<void> {
  if ((await endTokens(app, accountId, appId)) === 0) throw notFound()
}

/** @returns how many tokens. */
export const endAllApps = (app: App, accountId: number): Promise<number> => endTokens(app, accountId, null)

const endTokens = (app: App, accountId: number, appId: number | null): Promise<number> =>
  transact(app.db, async (tx) => {
    await voidCodesOfApp(tx, accountId, appId, app.now())
    const ids = (await tokensOfApp(tx, accountId, appId)).map((row) => row.id)
    return await revokeTokens(tx, ids, app.now())
  })
