/** Who follows, blocks and mutes whom. */
import type { Module } from '../app.ts'

export const relations: Module = { name: 'relations', migrations: new URL('./migrations/', import.meta.url) }
