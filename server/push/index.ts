/** Web Push (RFC 8030, 8291, 8292) of notifications. Owns `push_subscriptions`. */
import type { Module } from '../app.ts'

export const push: Module = { name: 'push' }
