/** The pages that anybody may see, and on them only what anybody may see: every post is rendered for nobody (`null`). */
import { accountEntries, accountIdByAcct, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { idsOf, type Page, pageOf } from '../http/index.ts'
import { networkStats, previewUrl } from '../instance/index.ts'
import { notFound } from '../kit/index.ts'
import { type BrowserCall, viewerOfSession } from '../oauth/index.ts'
import { contextOf, normalizeTag, renderPosts, type Status } from '../posts/index.ts'
import { featuredOf } from '../tags/index.ts'
import { accountIds, pinnedIds, publicIds, tagIds } from '../timelines/index.ts'
import { sendShell } from './client/shell.ts'
import { frameFor, sendPage } from './frame.ts'
import { landingPage } from './landing.ts'
import { postPage } from './post.ts'
import { profilePage, type Tab } from './profile.ts'
import { tagPage } from './tag.ts'

const PER_PAGE = 20

/** It does not say whether there ever was such a page: a private post must not be told from none. */
const nowhere = () =>
  notFound('This page does not exist, or it is not public. Perhaps it was deleted, or the address has a typing error.')

/** Where in a list of posts a page is. */
export interface Place {
  readonly max_id?: string
  readonly min_id?: string
}

interface Listed {
  readonly posts: Status[]
  /** Addresses of the neighbouring pages. */
  readonly newer: string | null
  readonly older: string | null
}

/** One page of a list. One more id than is shown is read, to know whether the list goes on. */
async function listed(
  app: App,
  path: string,
  place: Place,
  idsOf: (page: Page) => PromiseLike<readonly { id: number }[]>,
): Promise<Listed> {
  const page = pageOf({ ...place, limit: PER_PAGE + 1 })
  const rows = await idsOf(page)
  const ids = rows.slice(0, PER_PAGE).map((row) => row.id)
  ids.sort((a, b) => b - a)
  const goesOn = rows.length > PER_PAGE
  const hasNewer = ids.length > 0 && (page.upwards ? goesOn : place.max_id !== undefined)
  const hasOlder = ids.length > 0 && (page.upwards || goesOn)
  return {
    posts: await renderPosts(app, null, ids),
    newer: hasNewer ? `${path}?min_id=${ids[0]}` : null,
    older: hasOlder ? `${path}?max_id=${ids.at(-1)}` : null,
  }
}

/** Who is signed in gets the web client at the same address, which asks for what they may see. */
async function asClient(call: BrowserCall): Promise<boolean> {
  const viewer = await viewerOfSession(call)
  if (viewer) await sendShell(call, viewer, { title: call.app.config.name })
  return viewer !== null
}

/** GET / */
export async function showLanding(call: BrowserCall) {
  const { app } = call
  if (await asClient(call)) return call.reply
  const [frame, { posts }, stats] = await Promise.all([
    frameFor(call),
    listed(app, '/', {}, (page) => publicIds(app.db.read, page, { onlyMedia: false })),
    networkStats(app),
  ])
  call.request.subject = { posts: idsOf(posts) }
  return sendPage(call, landingPage({ ...frame, posts, stats, picture: previewUrl(app.config) }))
}

/** GET /@:username and its tabs. @param tag of the tab `tagged`. */
export async function showProfile(call: BrowserCall, acct: string, place: Place, tab: Tab, tag: string | null = null) {
  const { app } = call
  if (await asClient(call)) return call.reply
  const tagged = tag === null ? null : normalizeTag(tag)
  if (tagged === '') throw nowhere()
  const id = await accountIdByAcct(app, acct)
  const found = id === null ? undefined : (await accountEntries(app, [id])).get(id)
  if (!found || !isVisible(found.row)) throw nowhere()
  const { json } = found
  if (tab === 'media' && !json.show_media) throw nowhere()
  const path = pathOf(json.username, tab, tagged)
  const isFirst = tab === 'posts' && place.max_id === undefined && place.min_id === undefined
  const filter = {
    excludeReplies: tab === 'posts' || (tab === 'media' && !json.show_media_replies),
    excludeBoosts: tab === 'media',
    onlyMedia: tab === 'media',
    tagged,
  }
  const [frame, list, pinned, featured] = await Promise.all([
    frameFor(call),
    listed(app, path, place, (page) => accountIds(app.db.read, found.row.id, 0, page, filter)),
    isFirst ? pinnedPosts(app, found.row.id) : [],
    json.show_featured ? featuredOf(app, found.row.id) : [],
  ])
  // What is pinned stands first, and not a second time where it would come by its date.
  const above = new Set(pinned.map((post) => post.id))
  const posts = list.posts.filter((post) => !above.has(post.id))
  call.request.subject = { profile: found.row.id, posts: idsOf([...pinned, ...posts]) }
  return sendPage(
    call,
    profilePage({ ...frame, account: json, tab, tag: tagged, path, featured, pinned, ...list, posts }),
  )
}

const pinnedPosts = async (app: App, accountId: number): Promise<Status[]> =>
  renderPosts(
    app,
    null,
    (await pinnedIds(app.db.read, accountId)).map((row) => row.id),
  )

function pathOf(username: string, tab: Tab, tag: string | null): string {
  if (tab === 'posts') return `/@${username}`
  return tab === 'tagged' ? `/@${username}/tagged/${encodeURIComponent(tag ?? '')}` : `/@${username}/${tab}`
}

/** GET /@:username/:id */
export async function showPost(call: BrowserCall, acct: string, id: string) {
  const { app } = call
  if (await asClient(call)) return call.reply
  const [post] = await renderPosts(app, null, [Number(id)], 'direct')
  if (!post || post.account.acct.toLowerCase() !== acct.toLowerCase()) throw nowhere()
  if (post.reblog) return call.reply.redirect(post.reblog.url)
  const [frame, thread] = await Promise.all([frameFor(call), contextOf(app, null, id)])
  const { ancestors, descendants } = thread
  call.request.subject = { post: Number(id), posts: idsOf([...ancestors, ...descendants]) }
  return sendPage(call, postPage({ ...frame, post, ...thread }))
}

/** GET /tags/:tag */
export async function showTag(call: BrowserCall, name: string, place: Place) {
  const { app } = call
  if (await asClient(call)) return call.reply
  const tag = normalizeTag(name)
  if (tag === '') throw nowhere()
  const filter = { any: [tag], all: [], none: [], onlyMedia: false }
  const path = `/tags/${encodeURIComponent(tag)}`
  const [frame, list] = await Promise.all([
    frameFor(call),
    listed(app, path, place, (page) => tagIds(app.db.read, page, filter)),
  ])
  call.request.subject = { tag, posts: idsOf(list.posts) }
  return sendPage(call, tagPage({ ...frame, tag, url: `${app.config.url}${path}`, ...list }))
}
