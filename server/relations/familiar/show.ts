import { accountEntries, accountsJson, isVisible } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { hiddenFor } from '../hidden.ts'
import type { FamiliarFollowers } from '../schema.ts'
import { familiarRows } from './queries.ts'

/** Of those who ask about more accounts than this, only the first are answered. */
const MOST_ASKED = 40
/** Apps show a handful of faces and a number. */
const MOST_EACH = 40

/**
 * For each of these accounts: whom the viewer follows of those who follow it. Nobody where the account hides its
 * followers from others or blocks the viewer; unknown accounts are left out. At most three statements.
 */
export async function familiarFollowers(
  app: App,
  viewer: Viewer,
  ids: readonly number[],
): Promise<FamiliarFollowers[]> {
  const { blockedBy, blocking, muting } = await hiddenFor(app, viewer.accountId)
  const asked = [...new Set(ids)].slice(0, MOST_ASKED)
  const found = await accountEntries(app, asked)
  const known = asked.filter((id) => found.has(id) && isVisible(found.get(id)!.row))
  const open = known.filter(
    (id) => id === viewer.accountId || (!found.get(id)!.row.hide_collections && !blockedBy.has(id)),
  )
  const without = [...blocking, ...blockedBy, ...muting.keys()]
  const rows = open.length > 0 ? await familiarRows(app.db.read, viewer.accountId, open, MOST_EACH, without) : []
  const shown = await accountsJson(app, [...new Set(rows.map((row) => row.account_id))])
  const accounts = new Map(shown.map((account) => [Number(account.id), account]))
  return known.map((id) => ({
    id: String(id),
    accounts: rows.filter((row) => row.target_id === id).flatMap((row) => accounts.get(row.account_id) ?? []),
  }))
}
