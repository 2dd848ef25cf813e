/** Apps and the tokens that people give them. Answers http's question: whose is this token? */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'

export { createApp } from './apps.ts'
export { tokensRevoked } from './signals.ts'
export { issueToken } from './tokens.ts'

export const oauth: Module = { name: 'oauth', migrations: new URL('./migrations/', import.meta.url), listen }
