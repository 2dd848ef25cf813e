import { signal } from '../signals/index.ts'

export const accountCreated = signal<{ accountId: number; username: string }>(
  'accounts.created',
  'An account exists that did not before, whoever made it.',
)
export const profileChanged = signal<{ accountId: number }>(
  'accounts.profile-changed',
  'What others see of an account changed: name, bio, pictures, settings.',
)
export const accountActivated = signal<{ accountId: number }>(
  'accounts.activated',
  'A person may use their account from now on: the e-mail is confirmed, and a moderator approved where one must.',
)
export const credentialsChanged = signal<{ accountId: number; what: 'password' | 'email' }>(
  'accounts.credentials-changed',
  'A password or an e-mail address changed; whoever was signed in should not stay so after a new password.',
)
export const accountDeleted = signal<{ accountId: number }>(
  'accounts.deleted',
  'An account was deleted by its owner or an administrator; what it made is hidden from now on.',
)
