import {
  accountActivated,
  accountDeleted,
  credentialsChanged,
  standingChanged,
  tokenFor,
  whoBrowses,
} from '../accounts/index.ts'
import type { App } from '../app.ts'
import { whoHolds, whoLooks, whoseSession } from '../http/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { completed } from '../sites/index.ts'
import { revokeOutlived } from './queries.ts'
import { announce, revokeEverything, revokeOfEnded, revokeOutdated } from './revoke.ts'
import { shownViewer, viewerOfSession, whoseWebSession } from './sessions.ts'
import { tokensRevoked } from './signals.ts'
import { heldTokens, issueToken, whoseToken } from './tokens.ts'
import { heldSessions } from './web-client.ts'

export function listen(bus: Bus, app: App): void {
  bus.answer(whoHolds, (token) => whoseToken(app, token))
  bus.answer(whoseSession, (asked) => whoseWebSession(app, asked))
  bus.answer(whoBrowses, viewerOfSession)
  bus.answer(whoLooks, shownViewer)
  bus.answer(tokenFor, async ({ tx, ...grant }) => {
    const { token, createdAt } = await issueToken(tx, grant)
    const created_at = Math.floor(createdAt.getTime() / 1000)
    return { access_token: token, token_type: 'Bearer' as const, scope: grant.scopes.join(' '), created_at }
  })
  // In the same transaction: a new password that leaves a thief signed in would be worse than none.
  bus.during(credentialsChanged, 'oauth.sign-out-everywhere', async (tx, { accountId, what }) => {
    if (what === 'password') await revokeEverything(tx, accountId, app.now())
  })
  bus.during(accountDeleted, 'oauth.sign-out-deleted', (tx, { accountId }) =>
    revokeEverything(tx, accountId, app.now()),
  )
  // What the other site gave out before it heard of it.
  bus.elsewhere(credentialsChanged, 'oauth.sign-out-there', async (tx, { accountId, what }) => {
    if (what === 'password') await revokeOutdated(tx, accountId, app.now())
  })
  bus.elsewhere(accountDeleted, 'oauth.sign-out-deleted-there', (tx, { accountId }) =>
    revokeEverything(tx, accountId, app.now()),
  )
  bus.elsewhere(tokensRevoked, 'oauth.end-sessions-there', async (tx, { accountId }) => {
    if (accountId !== null) await revokeOfEnded(tx, accountId, app.now())
  })
  bus.elsewhere(completed, 'oauth.end-outlived', async (tx) => announce(tx, await revokeOutlived(tx, app.now())))
  // Revocations and activations are rare and reading a token again is cheap, so everything held is forgotten.
  const forget = () => {
    heldTokens(app).clear()
    heldSessions(app).clear()
  }
  bus.after(tokensRevoked, 'oauth.forget-revoked', forget)
  bus.after(accountActivated, 'oauth.forget-inactive', forget)
  bus.after(accountDeleted, 'oauth.forget-deleted', forget)
  // A suspended person's tokens are refused and not revoked: they are good again when it is undone.
  bus.after(standingChanged, 'oauth.forget-standing', forget)
  bus.after(othersWrote, 'oauth.forget-all', forget)
}
