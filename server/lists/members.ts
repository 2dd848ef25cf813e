import type { Static } from 'typebox'
import { type Account, accountEntries, accountsJson, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { type Call, linkPages, type PageQuery, pageOf, type Viewer } from '../http/index.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { addMembers, countMembers, followedAmong, membersPage, removeMembers } from './queries.ts'
import { listChanged } from './signals.ts'
import { requireList, requireLocked } from './views.ts'

const MOST_MEMBERS = 5000

type Done = Record<string, never>

/**
 * Puts people into a list: all of them, or nobody.
 *
 * @throws Problem 404 (not their list; somebody who is not there, or whom they neither follow nor have asked to),
 * 422 (somebody is in it already; too many).
 */
export async function addToList(app: App, viewer: Viewer, id: string, accountIds: readonly string[]): Promise<Done> {
  const wanted = [...new Set(accountIds.map(Number))]
  const known = await accountEntries(app, wanted)
  await transact(app.db, async (tx) => {
    const list = await requireLocked(tx, viewer, id)
    const followed = await followedAmong(tx, viewer.accountId, wanted)
    for (const one of wanted) {
      const isThere = known.has(one) && isVisible(known.get(one)!.row)
      if (!isThere || (one !== viewer.accountId && !followed.has(one))) {
        throw notFound('A list is of people whom you follow, and you do not follow everybody of these.')
      }
    }
    if ((await addMembers(tx, list.id, wanted)).length < wanted.length) {
      const description = 'has already been taken'
      throw unprocessable(`Validation failed: Account ${description}`, {
        account_id: [{ error: 'ERR_TAKEN', description }],
      })
    }
    if ((await countMembers(tx, list.id)) > MOST_MEMBERS) {
      throw unprocessable(`A list may have ${MOST_MEMBERS} people. Make another one.`)
    }
    await emit(tx, listChanged, { listId: list.id, ownerId: viewer.accountId, changesHome: list.exclusive })
  })
  return {}
}

/** Takes people out of a list; no error for who is not in it. @throws Problem 404 (not their list). */
export async function removeFromList(
  app: App,
  viewer: Viewer,
  id: string,
  accountIds: readonly string[],
): Promise<Done> {
  await transact(app.db, async (tx) => {
    const list = await requireLocked(tx, viewer, id)
    const removed = await removeMembers(tx, list.id, accountIds.map(Number))
    if (removed.length === 0) return
    await emit(tx, listChanged, { listId: list.id, ownerId: viewer.accountId, changesHome: list.exclusive })
  })
  return {}
}

/** Who is in a list, the last added first; all of them for a limit of 0. @throws Problem 404 (not their list). */
export async function showMembers(
  call: Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>,
  id: string,
): Promise<Account[]> {
  const { app, viewer } = call
  const list = await requireList(app, viewer, id)
  const asked = pageOf(call.query)
  const page = asked.limit === 0 ? { ...asked, limit: MOST_MEMBERS } : asked
  const rows = [...(await membersPage(app.db.read, list.id, page))].sort((a, b) => b.id - a.id)
  const keys = rows.map((row) => row.id)
  if (asked.limit > 0) linkPages(call, keys, page.limit)
  const members = rows.map((row) => row.account_id)
  return await accountsJson(app, members)
}
