/** Lists of people one follows, each a timeline of its own. Owns `lists` and `list_accounts`. */
import type { Module } from '../app.ts'

export const lists: Module = { name: 'lists' }
