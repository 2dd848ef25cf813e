/** Mails about notifications, as each person sets them. Owns `mail_settings` and `digests`. */
import type { Module } from '../app.ts'

export const digests: Module = { name: 'digests' }
