/**
 * Apps, the tokens that people give them, and the browsers in which people are signed in, by which the web client acts.
 * Owns `oauth_apps`, `oauth_codes`, `oauth_tokens`, `token_uses` and `web_sessions`. Answers http's questions: whose is
 * this token, and whose this browser's session?
 */
import type { Module } from '../app.ts'
import { useWriter } from './access/uses.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'
import { sweeper } from './sweep/index.ts'

export { createApp } from './apps.ts'
export { revokeEverything, revokeToken, revokeTokens } from './revoke.ts'
export { type BrowserCall, viewerOfSession } from './sessions.ts'
export { pushKey, tokensRevoked } from './signals.ts'
export { sweepExpired } from './sweep/index.ts'
export { issueToken } from './tokens.ts'

export const oauth: Module = {
  name: 'oauth',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => {
    sweeper(app).start()
    useWriter(app).start()
  },
  stop: async (app) => {
    await sweeper(app).stop()
    await useWriter(app).stop()
  },
}
