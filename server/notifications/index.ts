/** What happened to you. */
import type { Module } from '../app.ts'

export const notifications: Module = { name: 'notifications', migrations: new URL('./migrations/', import.meta.url) }
