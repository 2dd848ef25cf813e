import { requireAccount } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import type { Tx } from '../storage/index.ts'
import { type ListRow, listsOf, listsWith, lockList, selectList } from './queries.ts'
import type { List } from './schema.ts'

export const present = ({ id, title, replies_policy, exclusive }: ListRow): List => ({
  id: String(id),
  title,
  replies_policy,
  exclusive,
})

const gone = () => notFound('You have no list with this id.')

/** A list of the viewer's own. @throws Problem 404 when it is somebody else's, or gone. */
export async function requireList(app: App, viewer: Viewer, id: string): Promise<ListRow> {
  const [list] = await selectList(app.db.read, viewer.accountId, Number(id))
  if (!list) throw gone()
  return list
}

/** The same, held until the transaction ends. @throws Problem 404. */
export async function requireLocked(tx: Tx, viewer: Viewer, id: string): Promise<ListRow> {
  const [list] = await lockList(tx, viewer.accountId, Number(id))
  if (!list) throw gone()
  return list
}

export const showList = async (app: App, viewer: Viewer, id: string): Promise<List> =>
  present(await requireList(app, viewer, id))

/** The viewer's lists, the oldest first. */
export const showLists = async (app: App, viewer: Viewer): Promise<List[]> =>
  (await listsOf(app.db.read, viewer.accountId)).map(present)

/** The viewer's lists that an account is in. @throws Problem 404 when there is no such account. */
export async function showListsWith(app: App, viewer: Viewer, accountId: string): Promise<List[]> {
  const { row } = await requireAccount(app, accountId)
  return (await listsWith(app.db.read, viewer.accountId, row.id)).map(present)
}
