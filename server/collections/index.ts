/** Collections: accounts that somebody recommends together. Owns `collections` and `collection_items`. */
import type { Module } from '../app.ts'

export const collections: Module = { name: 'collections' }
