/**
 * People: accounts and their profiles, the claims on names and addresses, what only the person knows (users), second
 * factors, and the places from where people sign in.
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'
import { sweeper } from './sweep.ts'

export { CustomEmoji } from '../emojis/index.ts'
export { type Attribution, attributionOf } from './attribution.ts'
export { approveAccount, confirmAccount } from './confirm.ts'
export { createAccount, type NewAccount } from './create.ts'
export { buryAccount, deleteAccount } from './delete.ts'
export { deviceOf, rememberDevice } from './devices.ts'
export { countImportedFollows, importAccounts } from './import/index.ts'
export { createInvite, type NewInvite } from './invite.ts'
export {
  actingRole,
  COLLECTION_LIMIT,
  changeRole,
  changeStanding,
  hasPermission,
  holdAccount,
  holdPermission,
  outranks,
  type Permission,
  permissionsOf,
  plainIp,
  purgeIps,
  releaseClaims,
  requirePermission,
  roleJson,
  type Standing,
} from './moderation/index.ts'
export { isUsername, skeletonOf } from './names.ts'
export { addAccount, type KnownAccount, knownAccount, newestAccounts } from './operator/index.ts'
export { agentOf } from './places/agent.ts'
export { noteSignIn, type SignInFrom } from './places/note.ts'
export { setPassword } from './reset-password.ts'
export { Account, CredentialAccount, Preferences, QuotePolicy, Role, Token, Visibility } from './schema.ts'
export { searchAccounts } from './search/index.ts'
export { type SecondFactor, secondFactorOf, turnOffSecondFactor } from './second-factor/change.ts'
export { checkCode } from './second-factor/check.ts'
export { issueTicket, readTicket } from './second-factor/ticket.ts'
export { credentialsJson, type PostingDefaults, postingDefaults } from './settings.ts'
export { type SignedIn, signIn, verifyPassword } from './sign-in.ts'
export * from './signals.ts'
export { sweepAccounts } from './sweep.ts'
export { updateProfile } from './update-profile.ts'
export {
  type AccountEntry,
  accountCache,
  accountEntries,
  accountIdByAcct,
  accountIdsByUsername,
  accountsJson,
  forgetAccounts,
  isVisible,
  profileUrl,
  requireAccount,
} from './views.ts'
export { formFrame, orAgain, requirePassword, show, type Visiting, visitor } from './visit.ts'

export const accounts: Module = {
  name: 'accounts',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => sweeper(app).start(),
  stop: (app) => sweeper(app).stop(),
}
