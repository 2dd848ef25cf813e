/** Search of accounts, tags and posts. Owns the search index. */
import type { Module } from '../app.ts'

export const search: Module = { name: 'search' }
