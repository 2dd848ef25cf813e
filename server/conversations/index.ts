/**
 * Direct messages as conversations with an unread mark. Owns `conversation_posts` (which message is in whose
 * conversation), `conversation_marks` (what somebody said of one) and `conversations`, which a trigger derives.
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { Conversation } from './schema.ts'
export { conversationChanged } from './signals.ts'
export { conversationsWith } from './views.ts'

export const conversations: Module = {
  name: 'conversations',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
}
