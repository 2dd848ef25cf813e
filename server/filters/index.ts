/** What people do not want to read: filters with keywords and single posts. Owns `filters`, `filter_keywords`, `filter_posts`. */
import type { Module } from '../app.ts'

export const filters: Module = { name: 'filters' }
