/** Reports, and what moderators do about them. Owns `reports`, `audit_log` and the blocks of addresses. */
import type { Module } from '../app.ts'

export const moderation: Module = { name: 'moderation' }
