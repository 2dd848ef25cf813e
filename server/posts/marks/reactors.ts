import { type Account, accountsJson } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Page, Viewer } from '../../http/index.ts'
import { hiddenFor, isHidden } from '../../relations/index.ts'
import { requireStatus } from '../views.ts'
import { reactors } from './queries.ts'

/**
 * Who favourited or boosted a post that the viewer may see, but for those whom they hide, or who block them.
 *
 * @returns their JSON and the paging keys, of those left out as well.
 */
export async function whoReacted(
  app: App,
  viewer: Viewer | null,
  set: 'favourites' | 'boosts',
  id: string,
  page: Page,
): Promise<{ accounts: Account[]; keys: number[] }> {
  const status = await requireStatus(app, viewer, id)
  const rows = await reactors(app.db.read, set, Number(status.reblog?.id ?? status.id), page)
  const newestFirst = page.upwards ? rows.toReversed() : rows
  const hidden = viewer ? await hiddenFor(app, viewer.accountId) : null
  const ids = newestFirst.map((row) => row.account_id).filter((id) => !hidden || !isHidden(hidden, id))
  return { accounts: await accountsJson(app, ids), keys: newestFirst.map((row) => row.id) }
}
