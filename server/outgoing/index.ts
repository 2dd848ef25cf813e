/** Requests to addresses that strangers gave: link previews, push endpoints. Every one of them passes the SSRF guard here. */
import type { Module } from '../app.ts'
import { allowed } from './guard.ts'

export { fetchOutside, type OutsideAnswer, type OutsideRequest } from './fetch.ts'
export { OutsideError } from './problem.ts'

export const outgoing: Module = {
  name: 'outgoing',
  // A setting that cannot be is told at the start.
  listen: (_bus, app) => void allowed(app),
}
