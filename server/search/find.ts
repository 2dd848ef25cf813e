import { accountIdByAcct, accountsJson, searchAccounts } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { collectionsJson, searchCollections } from '../collections/index.ts'
import type { Viewer } from '../http/index.ts'
import { unauthorized } from '../kit/index.ts'
import { normalizeTag, renderPosts } from '../posts/index.ts'
import { tagsJson } from '../tags/index.ts'
import { reviewedTags } from '../trends/index.ts'
import { findPosts } from './find-posts.ts'
import { indexer } from './indexer.ts'
import { parseQuery } from './parse.ts'
import { tagsByPrefix } from './queries.ts'
import type { Search, SearchQuery, SearchType, V1Search } from './schema.ts'

const nothing = (): Search => ({ accounts: [], statuses: [], hashtags: [], collections: [] })

/**
 * Accounts, hashtags, posts and collections at once, or one of them. Somebody who is not signed in finds no posts, and may not page.
 *
 * @throws Problem 401 (what only people who are signed in may ask for), 503 (it took too long).
 */
export async function find(app: App, viewer: Viewer | null, query: SearchQuery): Promise<Search> {
  if (!viewer) refuseWhatNeedsSigningIn(query)
  const q = query.q.trim()
  if (q === '') return nothing()
  const located = await locate(app, viewer, q, query.type)
  if (located) return located
  const wants = (type: SearchType) => query.type === undefined || query.type === type
  const offset = query.type === undefined ? 0 : query.offset
  const [accounts, statuses, hashtags, collections] = await Promise.all([
    wants('accounts') && namesSomebody(q)
      ? searchAccounts(app, viewer, { q, limit: query.limit, offset, ...followingOf(query) })
      : [],
    wants('statuses') && viewer
      ? findPosts(app, viewer, {
          q,
          authorId: query.account_id === undefined ? null : Number(query.account_id),
          below: query.max_id === undefined ? Number.MAX_SAFE_INTEGER : Number(query.max_id),
          above: query.min_id === undefined ? -1 : Number(query.min_id),
          limit: query.limit,
          offset,
        })
      : [],
    wants('hashtags') && namesTag(q) ? findTags(app, viewer, query, offset) : [],
    wants('collections') && parseQuery(q).isPlain
      ? searchCollections(app, viewer, { q, limit: query.limit, offset })
      : [],
  ])
  return { accounts, statuses, hashtags, collections }
}

/** The same as version 1 shows it. */
export async function findV1(app: App, viewer: Viewer | null, query: SearchQuery): Promise<V1Search> {
  const { accounts, statuses, hashtags } = await find(app, viewer, query)
  return { accounts, statuses, hashtags: hashtags.map((tag) => tag.name) }
}

const followingOf = ({ following }: SearchQuery) => (following === undefined ? {} : { following })

/** As Mastodon documents it: paging and asking other servers cost, so they are for those who can be told apart. */
function refuseWhatNeedsSigningIn(query: SearchQuery): void {
  if (query.offset > 0) throw unauthorized('Search queries pagination is not supported without authentication')
  if (query.resolve)
    throw unauthorized('Search queries that resolve remote resources are not supported without authentication')
}

const namesSomebody = (q: string) => !/^[#＃]/.test(q) && parseQuery(q).isPlain && !(q.includes('@') && q.includes(' '))
const namesTag = (q: string) => !q.includes('@') && !/\s/.test(q) && parseQuery(q).isPlain

async function findTags(app: App, viewer: Viewer | null, query: SearchQuery, offset: number) {
  await indexer(app).before()
  const prefix = normalizeTag(query.q.trim().replace(/^[#＃]/, ''))
  if (prefix === '') return []
  const names = await tagsByPrefix(app.db.read, prefix, query.limit, offset)
  const shown = query.exclude_unreviewed ? await reviewedTags(app, names) : names
  return await tagsJson(app, viewer, shown)
}

/** The address of a post, a profile or a collection of this network finds just that; null for any other text. */
async function locate(
  app: App,
  viewer: Viewer | null,
  q: string,
  type: SearchType | undefined,
): Promise<Search | null> {
  if (!q.startsWith(`${app.config.url}/`)) return null
  const path = q.slice(app.config.url.length).split(/[?#]/)[0]!
  const post = /^\/(?:@[^/]+|users\/[^/]+\/statuses|statuses)\/(\d{1,16})\/?$/.exec(path)
  const profile = /^\/(?:@|users\/)([A-Za-z0-9_]+)\/?$/.exec(path)
  if (post && (type ?? 'statuses') === 'statuses') {
    return { ...nothing(), statuses: await renderPosts(app, viewer, [Number(post[1])], 'direct') }
  }
  if (profile && (type ?? 'accounts') === 'accounts') {
    const id = await accountIdByAcct(app, profile[1]!)
    return { ...nothing(), accounts: id === null ? [] : await accountsJson(app, [id]) }
  }
  const collection = /^\/ap\/\d{1,16}\/collections\/(\d{1,16})\/?$/.exec(path)
  if (collection && (type ?? 'collections') === 'collections') {
    return { ...nothing(), collections: await collectionsJson(app, viewer?.accountId ?? null, [Number(collection[1])]) }
  }
  return post || profile || collection ? nothing() : null
}
