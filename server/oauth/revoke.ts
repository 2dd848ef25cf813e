import type { App } from '../app.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { isSecretOf } from './grants.ts'
import { oauthProblem } from './problems.ts'
import {
  appByClientId,
  passwordChangedAt,
  type RevokedRow,
  revokeSessionsOfAccount,
  revokeTokensById,
  revokeTokensOfAccount,
  revokeTokensOfEnded,
  revokeTokensOfSessions,
  tokenByHash,
  voidCodesOfAccount,
} from './queries.ts'
import type { RevokeForm } from './schema.ts'
import { tokensRevoked } from './signals.ts'
import { hashOf } from './tokens.ts'

/** Ends one token. @returns whether it was still good. */
export const revokeToken = async (tx: Tx, tokenId: number, now: Date): Promise<boolean> =>
  (await revokeTokens(tx, [tokenId], now)) > 0

/** Ends tokens; whoever holds them is signed out, streams included. @returns how many were still good. */
export const revokeTokens = async (tx: Tx, tokenIds: readonly number[], now: Date): Promise<number> =>
  announce(tx, await revokeTokensById(tx, tokenIds, now))

/** Ends the tokens by which these browsers' sessions act; call it where a session ends, once its row is revoked. */
export const revokeTokensOf = async (
  tx: Tx,
  sessions: readonly { readonly id: number }[],
  now: Date,
): Promise<number> =>
  sessions.length === 0
    ? 0
    : announce(
        tx,
        await revokeTokensOfSessions(
          tx,
          sessions.map(({ id }) => id),
          now,
        ),
      )

/** Signs a person out everywhere: tokens, browsers, and codes that were not exchanged yet; all, or those from before a time. */
export async function revokeEverything(
  tx: Tx,
  accountId: number,
  now: Date,
  before: Date | null = null,
): Promise<void> {
  await voidCodesOfAccount(tx, accountId, now, before)
  await revokeSessionsOfAccount(tx, accountId, now, before)
  await announce(tx, await revokeTokensOfAccount(tx, accountId, now, before))
}

/** A job when a password was changed at the other site: whoever was signed in here meanwhile by the old one is not any more. */
export async function revokeOutdated(tx: Tx, accountId: number, now: Date): Promise<void> {
  const [changed] = await passwordChangedAt(tx, accountId)
  if (changed?.at) await revokeEverything(tx, accountId, now, changed.at)
}

/** A job when tokens were revoked at the other site: those that were made here for a session which had ended there. */
export const revokeOfEnded = async (tx: Tx, accountId: number, now: Date): Promise<number> =>
  announce(tx, await revokeTokensOfEnded(tx, accountId, now))

/** Says which tokens ended. @returns how many. */
export async function announce(tx: Tx, rows: readonly RevokedRow[]): Promise<number> {
  const byAccount = Map.groupBy(rows, (row) => row.account_id)
  for (const [accountId, theirs] of byAccount) {
    await emit(tx, tokensRevoked, { accountId, tokenIds: theirs.map((row) => row.id) })
  }
  return rows.length
}

/**
 * `POST /oauth/revoke` (RFC 7009). A token that is unknown or ended already is no error; one of another app is, and so
 * are wrong client credentials, as at Mastodon: 403. The library would answer 200 to these.
 *
 * @param authorization the Authorization header, which may carry the client's id and secret.
 * @throws Problem 403 unauthorized_client.
 */
export async function revokeByClient(
  app: App,
  form: RevokeForm,
  authorization?: string,
): Promise<Record<string, never>> {
  const { clientId, secret } = credentials(form, authorization)
  const client = (await appByClientId(app.db.read, clientId))[0]
  if (!client || !isSecretOf(client, secret) || !form.token) throw oauthProblem('unauthorized_client')
  const token = (await tokenByHash(app.db.read, hashOf(form.token)))[0]
  if (!token) return {}
  if (token.app_id !== client.id) throw oauthProblem('unauthorized_client')
  await transact(app.db, (tx) => revokeToken(tx, token.id, app.now()))
  return {}
}

function credentials(form: RevokeForm, authorization = ''): { clientId: string; secret: string } {
  const basic = /^basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1]
  const [id = '', secret = ''] = basic ? Buffer.from(basic, 'base64').toString().split(':') : []
  return { clientId: form.client_id ?? id, secret: form.client_secret ?? secret }
}
