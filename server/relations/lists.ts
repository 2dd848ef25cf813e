import type { Static } from 'typebox'
import { type Account, accountsJson, requireAccount } from '../accounts/index.ts'
import { type Call, linkPages, type Page, type PageQuery, pageOf, type Viewer } from '../http/index.ts'
import type { Read } from '../storage/index.ts'
import { hiddenFor, isHidden } from './hidden.ts'
import { type Listed, listBlocks, listFollowees, listFollowers, listMutes, listRequests } from './queries.ts'
import type { MutedAccount } from './schema.ts'

/** A call of a list: newest relation first, paged by the relation's own id. */
export type ListCall<V> = Call<V, unknown, Static<ReturnType<typeof PageQuery>>, unknown>
type Own = ListCall<Viewer>

/** Whom the viewer blocks. */
export const showBlocks = (call: Own): Promise<Account[]> => showOwn(call, listBlocks)

/** Who waits to be let in by the viewer. */
export const showRequests = (call: Own): Promise<Account[]> => showOwn(call, listRequests)

async function showOwn(
  call: Own,
  list: (read: Read, accountId: number, page: Page) => Promise<Listed[]>,
): Promise<Account[]> {
  const rows = await onePage(call, (page) => list(call.app.db.read, call.viewer.accountId, page))
  return await accountsJson(
    call.app,
    rows.map((row) => row.account_id),
  )
}

/** Whom the viewer mutes, without mutes that ran out. */
export async function showMutes(call: Own): Promise<MutedAccount[]> {
  const { app, viewer } = call
  const rows = await onePage(call, (page) => listMutes(app.db.read, viewer.accountId, app.now(), page))
  const ends = new Map(rows.map((row) => [String(row.account_id), row.expires_at?.toISOString() ?? null]))
  const shown = await accountsJson(
    app,
    rows.map((row) => row.account_id),
  )
  return shown.map((account) => ({ ...account, mute_expires_at: ends.get(account.id) ?? null }))
}

/** Who follows an account. */
export const showFollowers = (call: ListCall<Viewer | null>, id: string) => showPeople(call, id, listFollowers)

/** Whom an account follows. */
export const showFollowing = (call: ListCall<Viewer | null>, id: string) => showPeople(call, id, listFollowees)

/**
 * Nothing for others when the account hides these lists, and nothing for those whom it blocks. Whom the viewer blocks
 * or mutes, or who blocks them, is left out of other people's lists, so a page may be shorter than the limit while
 * its Link header goes on.
 */
async function showPeople(
  call: ListCall<Viewer | null>,
  id: string,
  list: (read: Read, accountId: number, page: Page) => Promise<Listed[]>,
): Promise<Account[]> {
  const { app, viewer } = call
  const { row: target } = await requireAccount(app, id)
  const isOwn = viewer?.accountId === target.id
  if (target.hide_collections && !isOwn) return []
  const hidden = viewer && !isOwn ? await hiddenFor(app, viewer.accountId) : null
  if (hidden?.blockedBy.has(target.id)) return []
  const rows = await onePage(call, (page) => list(app.db.read, target.id, page))
  const shown = rows.map((row) => row.account_id).filter((other) => !hidden || !isHidden(hidden, other))
  return await accountsJson(app, shown)
}

/** The rows of the page that was asked for, newest first, with the Link header set. */
export async function onePage<R extends { readonly id: number }>(
  call: ListCall<Viewer | null>,
  load: (page: Page) => Promise<R[]>,
): Promise<R[]> {
  const page = pageOf(call.query)
  const rows = await load(page)
  const newestFirst = page.upwards ? rows.toReversed() : rows
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return newestFirst
}
