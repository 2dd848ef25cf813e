/** What is talked about now: tags, posts, links, counted by distinct people. Owns `tag_days` and its like. */
import type { Module } from '../app.ts'

export const trends: Module = { name: 'trends' }
