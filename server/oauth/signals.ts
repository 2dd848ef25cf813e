import { signal } from '../signals/index.ts'

export const tokensRevoked = signal<{ accountId: number | null; tokenIds: number[] }>(
  'oauth.tokens-revoked',
  'Access tokens were revoked: their holders are signed out, streams included.',
)
