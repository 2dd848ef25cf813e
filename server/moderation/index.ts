/**
 * What those who run the network do: reports from people, decisions about accounts and posts, blocks, rules, the numbers
 * that they look at, and the log of all that. Owns `reports`, `account_warnings`, `audit_log`, `rules`, `warning_presets`,
 * `automation_*` and the tables of blocks. Who may do what is one table in accounts (moderation/permissions.ts).
 *
 * For the admin verbs of modules below the line: `act` checks the permission, runs the work and writes the audit log.
 */
import type { Module } from '../app.ts'
import { attachLimits } from './automation/restrain.ts'
import { guard } from './blocks/gate.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'
import { sweeper } from './sweep.ts'

export { requirePermission } from '../accounts/index.ts'
export { act, type Deed, type Note } from './act.ts'
export { PublicDomainBlock } from './admin-schema.ts'
export { type Chain, verifyAudit } from './audit/verify.ts'
export { publicDomainBlocks } from './blocks/domains.ts'
export { dropMailByHand, liftAddressByHand, retryMailByHand, retryMailsByHand } from './operation/mails.ts'
export type { JobsSummary, JobView, MailsSummary, MailView, Suppression } from './operation/schema.ts'
export { warningsJson } from './people/views.ts'
export { reportsJson } from './reports/views.ts'
export { currentRules } from './rules/rules.ts'
export { AccountWarning, Report, Rule } from './schema.ts'
export * from './signals.ts'
export { sweep as sweepModeration } from './sweep.ts'

export const moderation: Module = {
  name: 'moderation',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  attach: (http, app) => {
    guard(http, app)
    attachLimits(http, app)
  },
  start: (app) => sweeper(app).start(),
  stop: (app) => sweeper(app).stop(),
}
