/** Direct messages as conversations with an unread mark. Owns `conversation_members`. */
import type { Module } from '../app.ts'

export const conversations: Module = { name: 'conversations' }
