import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { transact } from '../../storage/index.ts'
import { countHeldBack, type PolicyRow, policyOf, RULES, setPolicy } from './queries.ts'
import type { Policy, PolicyChanges, V1Policy, V1PolicyChanges } from './schema.ts'

/** Mastodon's; the columns' defaults, and what insertNotifications takes for whoever has no row, say the same. */
const DEFAULTS: PolicyRow = {
  for_not_following: 'accept',
  for_not_followers: 'accept',
  for_new_accounts: 'accept',
  for_private_mentions: 'filter',
  for_limited_accounts: 'filter',
}

/** Whose notifications somebody wants, and how much is held back at the moment. */
export async function readPolicy(app: App, viewer: Viewer): Promise<Policy> {
  const [[row], [held]] = await Promise.all([
    policyOf(app.db.read, viewer.accountId),
    countHeldBack(app.db.read, viewer.accountId, app.now()),
  ])
  return {
    ...(row ?? DEFAULTS),
    summary: { pending_requests_count: held!.requests, pending_notifications_count: held!.notifications },
  }
}

/** Only what is given changes, and only for what comes from now on. */
export async function changePolicy(app: App, viewer: Viewer, changes: PolicyChanges): Promise<Policy> {
  const given = Object.fromEntries(RULES.flatMap((rule) => (changes[rule] ? [[rule, changes[rule]]] : [])))
  if (Object.keys(given).length > 0) await transact(app.db, (tx) => setPolicy(tx, viewer.accountId, given))
  return await readPolicy(app, viewer)
}

const holdsBack = (verdict: PolicyRow[keyof PolicyRow]): boolean => verdict !== 'accept'

/** The same in the words of Mastodon before 4.3, which knew no dropping. */
const inV1 = ({ summary, ...rules }: Policy): V1Policy => ({
  filter_not_following: holdsBack(rules.for_not_following),
  filter_not_followers: holdsBack(rules.for_not_followers),
  filter_new_accounts: holdsBack(rules.for_new_accounts),
  filter_private_mentions: holdsBack(rules.for_private_mentions),
  summary,
})

export const readV1Policy = async (app: App, viewer: Viewer): Promise<V1Policy> => inV1(await readPolicy(app, viewer))

export async function changeV1Policy(app: App, viewer: Viewer, changes: V1PolicyChanges): Promise<V1Policy> {
  const verdicts = Object.entries(changes).map(([flag, on]) => [
    flag.replace(/^filter/, 'for'),
    on ? 'filter' : 'accept',
  ])
  return inV1(await changePolicy(app, viewer, Object.fromEntries(verdicts)))
}
