/** Previews of links: fetched once per link, however many post it. Owns `cards`. */
import type { Module } from '../app.ts'

export const cards: Module = { name: 'cards' }
