import type { Served } from './signals.ts'

/** A request that was answered, for tests of those who hear of it. */
export const someRequest: Served = {
  route: '/x',
  method: 'GET',
  status: 200,
  durationMs: 20,
  stream: false,
  bytes: 100,
  address: '192.0.2.1',
  userAgent: '',
  appName: null,
  accountId: null,
  subject: null,
}
