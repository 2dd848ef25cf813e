/** Requests to addresses that strangers gave: link previews, push endpoints. Every one of them passes the SSRF guard here. */
import type { Module } from '../app.ts'

export const outgoing: Module = { name: 'outgoing' }
