import type { Static } from 'typebox'
import { accountEntries, hasPermission, requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { type Call, linkPages, pageOf, type Role, type Viewer } from '../../http/index.ts'
import { type ProposalRow, pageOfProposals } from './queries.ts'
import type { AutomationProposal, ProposalsQuery } from './schema.ts'
import { addressOf, saltEnd } from './visitors.ts'

/** What looks automated, newest first: what is open, unless another state is asked for. @throws Problem 403. */
export async function listProposals(
  call: Call<Viewer, unknown, Static<typeof ProposalsQuery>, unknown>,
): Promise<AutomationProposal[]> {
  const { app, viewer, query } = call
  const role = await requirePermission(app, viewer, 'manage_users')
  const page = pageOf(query)
  const rows = await pageOfProposals(app.db.read, page, query.state ?? 'open', query.pattern ?? null, app.now())
  const newestFirst = page.upwards ? rows.toReversed() : [...rows]
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return await proposalsJson(app, role, newestFirst)
}

/** Two statements at most, whatever is asked for. */
export async function proposalsJson(app: App, role: Role, rows: readonly ProposalRow[]): Promise<AutomationProposal[]> {
  const people = await accountEntries(
    app,
    rows.flatMap(({ account_id, decided_by }) => [account_id ?? [], decided_by ?? []].flat()),
  )
  const person = (id: number | null) => (id === null ? null : (people.get(id)?.json ?? null))
  const mayBlock = hasPermission(role, 'manage_blocks')
  return rows.map((row) => ({
    id: String(row.id),
    pattern: row.pattern,
    state: row.state,
    account: person(row.account_id),
    visitor: row.visitor,
    address: row.visitor !== null && mayBlock ? addressOf(app, row.visitor) : null,
    agent: row.agent,
    declared: row.declared,
    evidence: row.evidence,
    first_seen_at: row.first_seen_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    limitable: row.salt_day === null || saltEnd(row.salt_day) > app.now(),
    limited_until: row.limited_until?.toISOString() ?? null,
    automatic: row.automatic,
    decided_by: person(row.decided_by),
    decided_at: row.decided_at?.toISOString() ?? null,
  }))
}
