import { accountActivated, accountDeleted } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { whoHolds } from '../http/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { tokensRevoked } from './signals.ts'
import { heldTokens, whoseToken } from './tokens.ts'

export function listen(bus: Bus, app: App): void {
  bus.answer(whoHolds, (token) => whoseToken(app, token))
  // Revocations and activations are rare and reading a token again is cheap, so everything held is forgotten.
  const forget = () => heldTokens(app).clear()
  bus.after(tokensRevoked, 'oauth.forget-revoked', forget)
  bus.after(accountActivated, 'oauth.forget-inactive', forget)
  bus.after(accountDeleted, 'oauth.forget-deleted', forget)
  bus.after(othersWrote, 'oauth.forget-all', forget)
}
