import { outranks } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Role, Viewer } from '../../http/index.ts'
import { forbidden, notFound, unprocessable } from '../../kit/index.ts'
import type { Tx } from '../../storage/index.ts'
import { act } from '../act.ts'
import { endOf } from './gather.ts'
import { decideProposal, lockProposal, type ProposalRow, type Suspect, suspects } from './queries.ts'
import type { AutomationProposal } from './schema.ts'
import { afterLimit, deedOf, limitsChanged } from './tell.ts'
import { proposalsJson } from './views.ts'

const HOUR_MS = 3_600_000
const DEFAULT_HOURS = 24

/** It is no program, or a welcome one: the same is not proposed again for 30 days. @throws Problem 403, 404; 422 while it is limited. */
export const dismiss = (app: App, viewer: Viewer, id: string): Promise<AutomationProposal> =>
  decide(app, viewer, id, async (tx, row) => {
    if (isLimited(app, row)) throw unprocessable('This is limited: lift the limit instead.')
    const [now] = await decideProposal(tx, row.id, viewer.accountId, app.now(), null)
    return ['dismiss', now!]
  })

/**
 * Leaves the account or address a tenth of every limit for a time; what was limited already is limited anew from now on.
 *
 * @throws Problem 403 (see `act`; or an equal or higher role), 404; 422 when nobody can tell any more whose address it was.
 */
export const limit = (app: App, viewer: Viewer, id: string, hours = DEFAULT_HOURS): Promise<AutomationProposal> =>
  decide(app, viewer, id, async (tx, row, person) => {
    const now = app.now()
    const until = endOf(new Date(now.getTime() + hours * HOUR_MS), row.salt_day, now)
    if (until === null) {
      throw unprocessable('This address was seen on another day: its hash has changed, and it cannot be recognised.')
    }
    const [limited] = await decideProposal(tx, row.id, viewer.accountId, now, until)
    await afterLimit(app, tx, limited!, person, viewer.accountId)
    return ['limit', limited!]
  })

/** Ends a limit before its time. @throws Problem 403, 404; 422 when there is none. */
export const lift = (app: App, viewer: Viewer, id: string): Promise<AutomationProposal> =>
  decide(app, viewer, id, async (tx, row) => {
    if (!isLimited(app, row)) throw unprocessable('This is not limited.')
    const [free] = await decideProposal(tx, row.id, viewer.accountId, app.now(), null)
    await limitsChanged(app, tx, free!)
    return ['unlimit', free!]
  })

const isLimited = (app: App, row: ProposalRow): boolean => row.limited_until !== null && row.limited_until > app.now()

type Verb = 'dismiss' | 'limit' | 'unlimit'
type Work = (tx: Tx, row: ProposalRow, person: Suspect | null) => Promise<readonly [verb: Verb, now: ProposalRow]>

async function decide(app: App, viewer: Viewer, id: string, work: Work): Promise<AutomationProposal> {
  const [row, role] = await act(app, viewer, 'manage_users', async (tx, note, role) => {
    const [found] = await lockProposal(tx, Number(id))
    if (!found) throw notFound()
    const [verb, now] = await work(tx, found, await personOf(tx, found, role))
    note(deedOf(verb, now))
    return [now, role] as const
  })
  return (await proposalsJson(app, role, [row]))[0]!
}

async function personOf(tx: Tx, row: ProposalRow, role: Role): Promise<Suspect | null> {
  if (row.account_id === null) return null
  const [person] = await suspects(tx, [row.account_id])
  if (!person) throw notFound()
  if (!outranks(role, person.role)) {
    throw forbidden(`@${person.username} has a role as high as yours or higher: you may not decide about them.`)
  }
  return person
}
