/** Listing, showing, adding, changing and taking back rows of one kind, each change with its entry in the audit log. */
import type { Static } from 'typebox'
import { type Permission, requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { type Call, linkPages, type PageQuery, pageOf, type Viewer } from '../../http/index.ts'
import { notFound } from '../../kit/index.ts'
import type { Tx } from '../../storage/index.ts'
import { act } from '../act.ts'
import { deleteRow, insertRow, lockTable, pageOfRows, rowById, type Table, type Tables, updateRow } from './queries.ts'

/** What is particular to one kind. */
export interface Kind<T extends Table> {
  readonly table: T
  /** In the audit log: `ip_block`. */
  readonly noun: string
  readonly permission: Permission
  /** Facts for the audit log. */
  facts(row: Tables[T]): object
  /** What else a change brings, in its transaction. */
  changed?(tx: Tx): Promise<void>
}

type Paged = Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>

/** One page, newest first, with its Link header. @throws Problem 403. */
export async function listRows<T extends Table>(call: Paged, kind: Kind<T>): Promise<Tables[T][]> {
  const { app, viewer } = call
  await requirePermission(app, viewer, kind.permission)
  const page = pageOf(call.query)
  const rows = await pageOfRows(app.db.read, kind.table, page)
  const newestFirst = page.upwards ? rows.toReversed() : [...rows]
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return newestFirst
}

/** @throws Problem 403, 404. */
export async function showRow<T extends Table>(
  app: App,
  viewer: Viewer,
  kind: Kind<T>,
  id: string,
): Promise<Tables[T]> {
  await requirePermission(app, viewer, kind.permission)
  return (await rowById(app.db.read, kind.table, Number(id)))[0] ?? missing()
}

/** @param check refuses what may not be added; what it reads is settled until the end. @throws Problem 403. */
export async function addRow<T extends Table>(
  app: App,
  viewer: Viewer,
  kind: Kind<T>,
  row: Partial<Tables[T]>,
  check: (tx: Tx) => Promise<void> = async () => {},
): Promise<Tables[T]> {
  return await act(app, viewer, kind.permission, async (tx, note) => {
    await lockTable(tx, kind.table)
    await check(tx)
    const [made] = await insertRow(tx, kind.table, row)
    await kind.changed?.(tx)
    note({ action: `${kind.noun}.create`, targetType: kind.noun, targetId: made!.id, details: kind.facts(made!) })
    return made!
  })
}

/** @throws Problem 403, 404. */
export async function changeRow<T extends Table>(
  app: App,
  viewer: Viewer,
  kind: Kind<T>,
  id: string,
  change: Partial<Tables[T]>,
  check: (tx: Tx, before: Tables[T]) => Promise<void> = async () => {},
): Promise<Tables[T]> {
  return await act(app, viewer, kind.permission, async (tx, note) => {
    await lockTable(tx, kind.table)
    const before = (await rowById(tx, kind.table, Number(id)))[0] ?? missing()
    await check(tx, before)
    const isChange = Object.keys(change).length > 0
    const now = isChange ? (await updateRow(tx, kind.table, before.id, change))[0]! : before
    await kind.changed?.(tx)
    const details = { before: kind.facts(before), now: kind.facts(now) }
    note({ action: `${kind.noun}.update`, targetType: kind.noun, targetId: now.id, details })
    return now
  })
}

/** @returns the row as it was. @throws Problem 403, 404. */
export async function removeRow<T extends Table>(
  app: App,
  viewer: Viewer,
  kind: Kind<T>,
  id: string,
): Promise<Tables[T]> {
  return await act(app, viewer, kind.permission, async (tx, note) => {
    await lockTable(tx, kind.table)
    const row = (await deleteRow(tx, kind.table, Number(id), app.now()))[0] ?? missing()
    await kind.changed?.(tx)
    note({ action: `${kind.noun}.destroy`, targetType: kind.noun, targetId: row.id, details: kind.facts(row) })
    return row
  })
}

function missing(): never {
  throw notFound()
}
