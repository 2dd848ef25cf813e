/** People: accounts and their profiles, the claims on names and addresses, and what only the person knows (users). */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'

export { approveAccount, confirmAccount } from './confirm.ts'
export { createAccount, type NewAccount } from './create.ts'
export { rememberDevice } from './devices.ts'
export { createInvite, type NewInvite } from './invite.ts'
export { countImportedFollows, importAccounts } from './import/index.ts'
export { isUsername, skeletonOf } from './names.ts'
export { Account, CredentialAccount, CustomEmoji, Token, Visibility } from './schema.ts'
export { type SignedIn, signIn, verifyPassword } from './sign-in.ts'
export * from './signals.ts'
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

export const accounts: Module = { name: 'accounts', migrations: new URL('./migrations/', import.meta.url), listen }
