import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { countLists, endList, insertList, lockLists, updateList } from './queries.ts'
import type { ChangeList, CreateList, List } from './schema.ts'
import { listChanged } from './signals.ts'
import { present, requireLocked } from './views.ts'

/** As Mastodon has them. */
const MOST_LISTS = 50
const TITLE_CHARACTERS_MAX = 256

/** Makes a list with nobody in it. @throws Problem 422 (title, too many lists). */
export async function createList(app: App, viewer: Viewer, wanted: CreateList): Promise<List> {
  const title = titleOf(wanted.title)
  const { replies_policy = 'list', exclusive = false } = wanted
  return await transact(app.db, async (tx) => {
    await lockLists(tx, viewer.accountId)
    if ((await countLists(tx, viewer.accountId)) >= MOST_LISTS) {
      const description = `You can have ${MOST_LISTS} lists. Delete one first.`
      throw unprocessable(`Validation failed: ${description}`, { base: [{ error: 'ERR_TOO_MANY', description }] })
    }
    return present(await insertList(tx, viewer.accountId, { title, replies_policy, exclusive }))
  })
}

/** Changes what is given. @throws Problem 404 (not theirs), 422 (title). */
export async function changeList(app: App, viewer: Viewer, id: string, wanted: ChangeList): Promise<List> {
  const title = wanted.title === undefined ? undefined : titleOf(wanted.title)
  return await transact(app.db, async (tx) => {
    const before = await requireLocked(tx, viewer, id)
    const now = {
      ...before,
      title: title ?? before.title,
      replies_policy: wanted.replies_policy ?? before.replies_policy,
      exclusive: wanted.exclusive ?? before.exclusive,
    }
    await updateList(tx, before.id, now)
    const changesHome = now.exclusive !== before.exclusive
    await emit(tx, listChanged, { listId: before.id, ownerId: viewer.accountId, changesHome })
    return present(now)
  })
}

/** @throws Problem 404 (not theirs, or gone already). */
export async function deleteList(app: App, viewer: Viewer, id: string): Promise<Record<string, never>> {
  await transact(app.db, async (tx) => {
    const list = await requireLocked(tx, viewer, id)
    await endList(tx, list.id, app.now())
    await emit(tx, listChanged, { listId: list.id, ownerId: viewer.accountId, changesHome: list.exclusive })
  })
  return {}
}

function titleOf(given: string): string {
  const title = given.trim()
  const refuse = (error: string, description: string) =>
    unprocessable(`Validation failed: Title ${description}`, { title: [{ error, description }] })
  if (title === '') throw refuse('ERR_BLANK', "can't be blank")
  if ([...title].length > TITLE_CHARACTERS_MAX) {
    throw refuse('ERR_TOO_LONG', `is too long (maximum is ${TITLE_CHARACTERS_MAX} characters)`)
  }
  return title
}
