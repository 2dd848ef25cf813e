/** Hashtags that people follow or feature. Owns `followed_tags` and `featured_tags`. */
import type { Module } from '../app.ts'

export const tags: Module = { name: 'tags' }
