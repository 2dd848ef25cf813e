import { requireAccount } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { type Call, linkPages, type Page, pageOf, type Viewer } from '../http/index.ts'
import { perApp } from '../kit/index.ts'
import { requireList } from '../lists/index.ts'
import { normalizeTag, type Rules, renderPostBytes, type Status } from '../posts/index.ts'
import { hiddenFor } from '../relations/index.ts'
import { Homes } from './homes.ts'
import {
  type AccountFilter,
  accountIds,
  directIds,
  homeIds,
  listIds,
  markedIds,
  type PublicFilter,
  pinnedIds,
  publicIds,
  type TagFilter,
  tagIds,
  wishRows,
} from './queries.ts'
import type { Following } from './wants.ts'

/** Rules leave some posts out after the ids are known; so many more are looked at, that pages are seldom short. */
const SPARE = 20

const everything: Page = { below: Number.MAX_SAFE_INTEGER, above: -1, upwards: false, limit: 0 }

/** Most follows want everything; they share one object. */
const everythingOf: Following = { showReblogs: true, languages: null }

const followingOf = (showReblogs: boolean, languages: string[] | null): Following =>
  showReblogs && languages === null ? everythingOf : { showReblogs, languages }

/** Most people have nothing in these sets; they share one. */
const nothing: ReadonlySet<never> = new Set()
const setOf = <T>(members: readonly T[]): ReadonlySet<T> => (members.length > 0 ? new Set(members) : nothing)

export const homesOf = perApp((app: App) => {
  const source = {
    wishes: async (accountId: number) => {
      const rows = Map.groupBy(await wishRows(app.db.read, accountId), (row) => row.kind)
      const of = (kind: 'follow' | 'tag' | 'excluded') => rows.get(kind) ?? []
      return {
        followees: new Map(of('follow').map((row) => [row.id, followingOf(row.show_reblogs, row.languages)])),
        tags: setOf(of('tag').map((row) => row.tag)),
        excluded: setOf(of('excluded').map((row) => row.id)),
      }
    },
    newest: async (accountId: number, most: number) =>
      (await homeIds(app.db.read, accountId, { ...everything, limit: most })).map((row) => row.id),
  }
  return new Homes(source, app.config.home)
})

/** Calls back for each post that is delivered to this home timeline; @returns the end of it. */
export const watchHome = (app: App, accountId: number, watcher: (postId: number) => void): (() => void) =>
  homesOf(app).watch(accountId, watcher)

const FIRST_PAGE = 20

type PageOf = Parameters<typeof pageOf>[0]
type PagedCall<V> = Call<V, unknown, PageOf, unknown>

/** The steps that every list of posts takes: ids, then one rendering, then the links to its neighbours. */
async function answer(
  call: PagedCall<Viewer | null>,
  ids: number[],
  page: Page,
  rules: Rules = 'list',
): Promise<Buffer> {
  const { bytes, ids: shown } = await renderPostBytes(call.app, call.viewer, ids, page.limit, rules)
  // A page that the rules made short still leads on, while there was enough to look at.
  const keys = shown.length > 0 ? shown : ids
  linkPages(call, keys, ids.length >= page.limit ? 0 : page.limit)
  return bytes
}

const newestFirst = (rows: readonly { id: number }[]): number[] => rows.map((row) => row.id).sort((a, b) => b - a)

/** Upwards the next ones are wanted, so nothing may be skipped; downwards a few more are looked at. */
const widened = (page: Page): Page => (page.upwards ? page : { ...page, limit: page.limit + SPARE })

export async function home(call: PagedCall<Viewer>): Promise<Buffer> {
  const { app, viewer } = call
  const page = pageOf(call.query)
  const wide = widened(page)
  const ids =
    (await homesOf(app).read(viewer.accountId, wide)) ?? newestFirst(await homeIds(app.db.read, viewer.accountId, wide))
  return await answer(call, ids, page)
}

/** The newest posts of somebody's home, for a page that shows them at once. */
export async function firstOfHome(app: App, viewer: Viewer): Promise<Status[]> {
  const page = pageOf({ limit: FIRST_PAGE })
  const wide = widened(page)
  const ids =
    (await homesOf(app).read(viewer.accountId, wide)) ?? newestFirst(await homeIds(app.db.read, viewer.accountId, wide))
  const { bytes } = await renderPostBytes(app, viewer, ids, page.limit)
  return JSON.parse(bytes.toString()) as Status[]
}

/** What the people in a list of the viewer's posted. @throws Problem 404 when it is not theirs. */
export async function listTimeline(call: PagedCall<Viewer>, listId: string): Promise<Buffer> {
  const { app, viewer } = call
  const list = await requireList(app, viewer, listId)
  const page = pageOf(call.query)
  return await answer(call, newestFirst(await listIds(app.db.read, list.id, widened(page))), page)
}

/** Direct posts from and to the viewer. */
export async function directTimeline(call: PagedCall<Viewer>): Promise<Buffer> {
  const page = pageOf(call.query)
  const rows = await directIds(call.app.db.read, call.viewer.accountId, widened(page))
  return await answer(call, newestFirst(rows), page)
}

export async function publicTimeline(call: PagedCall<Viewer | null>, filter: PublicFilter): Promise<Buffer> {
  const page = pageOf(call.query)
  return await answer(
    call,
    newestFirst(await publicIds(call.app.db.read, widened(page), filter, call.viewer?.accountId)),
    page,
  )
}

export async function tagTimeline(call: PagedCall<Viewer | null>, filter: TagFilter): Promise<Buffer> {
  const page = pageOf(call.query)
  const keyed = {
    ...filter,
    any: filter.any.map(normalizeTag),
    all: filter.all.map(normalizeTag),
    none: filter.none.map(normalizeTag),
  }
  return await answer(
    call,
    newestFirst(await tagIds(call.app.db.read, widened(page), keyed, call.viewer?.accountId)),
    page,
  )
}

/** What an account posted; nothing for whom it blocks. @throws Problem 404 when there is no such account. */
export async function accountTimeline(
  call: PagedCall<Viewer | null>,
  accountId: string,
  filter: AccountFilter & { pinned: boolean },
): Promise<Buffer> {
  const { app, viewer } = call
  const { row } = await requireAccount(app, accountId)
  const page = pageOf(call.query)
  if (viewer && (await hiddenFor(app, viewer.accountId)).blockedBy.has(row.id)) return Buffer.from('[]')
  if (filter.pinned) {
    const pinned = await pinnedIds(app.db.read, row.id)
    const ids = pinned.map((one) => one.id)
    return (await renderPostBytes(app, viewer, ids, ids.length, 'profile')).bytes
  }
  const tagged = filter.tagged === null ? null : normalizeTag(filter.tagged)
  const viewerId = viewer?.accountId ?? 0
  const rows = await accountIds(app.db.read, row.id, viewerId, widened(page), { ...filter, tagged })
  return await answer(call, newestFirst(rows), page, 'profile')
}

/** Favourites or bookmarks: paged by when they were set, not by when the posts were written. */
export async function marked(call: PagedCall<Viewer>, set: 'favourites' | 'bookmarks'): Promise<Buffer> {
  const { app, viewer } = call
  const page = pageOf(call.query)
  const rows = [...(await markedIds(app.db.read, set, viewer.accountId, page))].sort((a, b) => b.id - a.id)
  const ids = rows.map((row) => row.post_id)
  const { bytes } = await renderPostBytes(app, viewer, ids, ids.length, 'direct')
  linkPages(
    call,
    rows.map((row) => row.id),
    page.limit,
  )
  return bytes
}
