import { question, signal } from '../signals/index.ts'

export const tokensRevoked = signal<{ accountId: number | null; tokenIds: number[] }>(
  'oauth.tokens-revoked',
  'Access tokens were revoked: their holders are signed out, streams included.',
)

/** Notifications are sent to apps above, by a key that apps must know. */
export const pushKey = question<Record<string, never>, string>(
  'oauth.push-key',
  'An app is registered or looks itself up: by which public key are notifications sent to it?',
)
