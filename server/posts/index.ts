/** Posts and what people do to them. */
import type { Module } from '../app.ts'

export const posts: Module = { name: 'posts', migrations: new URL('./migrations/', import.meta.url) }
