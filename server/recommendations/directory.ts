import { type Account, accountsJson } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { hiddenFor } from '../relations/index.ts'
import { activeAccounts, newAccounts } from './queries.ts'
import type { DirectoryQuery } from './schema.ts'

/** As far as the directory goes, whatever the offset. */
const LOOKED_AT = 20_000

/**
 * Who wants to be found: by their last post (`active`; whoever never posted is not in it), or the newest accounts
 * (`new`). All accounts are of this network, so `local` changes nothing.
 */
export async function showDirectory(app: App, viewer: Viewer | null, query: DirectoryQuery): Promise<Account[]> {
  const hidden = viewer && (await hiddenFor(app, viewer.accountId))
  const without = hidden ? [...hidden.blocking, ...hidden.blockedBy, ...hidden.muting.keys()] : []
  const page = { limit: query.limit, offset: query.offset, without, lookedAt: LOOKED_AT }
  const rows = await (query.order === 'new' ? newAccounts(app.db.read, page) : activeAccounts(app.db.read, page))
  return await accountsJson(
    app,
    rows.map((row) => row.id),
  )
}
