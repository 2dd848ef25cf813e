/**
 * What the network says about itself: the instance documents, NodeInfo, WebFinger, and its pictures; and to those who
 * run it, how its server is. Owns no table.
 */
import type { Module } from '../app.ts'
import { routes } from './routes.ts'
import { startedAt } from './statements.ts'

export { describeV2, previewUrl } from './describe.ts'
export type { HealthProblem, HealthReport } from './health/schema.ts'
export { ICON_SIZES, MASKABLE_SIZES } from './pictures.ts'
export { networkStats } from './stats.ts'

export const instance: Module = { name: 'instance', routes, listen: (_bus, app) => void startedAt(app) }
