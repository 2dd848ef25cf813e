import type { App } from '../app.ts'
import { cardEntries, linkAddress } from '../cards/index.ts'
import { pageOf as boundsOf, type Call, linkPages, type Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { requirePermission } from '../moderation/index.ts'
import { renderPosts, type Status } from '../posts/index.ts'
import { keyById, linkedPosts, numbersOf, type Ranked, reviewRows } from './queries.ts'
import { wholeRanking } from './ranking.ts'
import { PERMISSION, review } from './review.ts'
import type { AdminTrendsLink, LinkTimelineQuery, Publisher, TrendsLink } from './schema.ts'
import { pageOf, type TrendsCall } from './show.ts'

const DAY_MS = 24 * 3600 * 1000

/** Pages that people link to now more than usual, the strongest first; those of which nothing is known are left out. */
export async function trendingLinks(call: TrendsCall): Promise<TrendsLink[]> {
  const ranked = await wholeRanking(call.app, 'link')
  return pageOf(
    call,
    await linksJson(
      call.app,
      call.viewer,
      ranked.filter((one) => one.allowed !== false),
    ),
  )
}

async function linksJson(app: App, viewer: Viewer | null, ranked: readonly Ranked[]): Promise<TrendsLink[]> {
  const cards = await cardEntries(
    app,
    viewer?.accountId ?? null,
    ranked.map((one) => one.key),
  )
  const today = Date.parse(app.now().toISOString().slice(0, 10))
  return ranked.flatMap(({ key, history }) => {
    const card = cards.get(key)
    if (!card) return []
    const days = history.map(({ uses, accounts }, back) => ({
      day: String((today - back * DAY_MS) / 1000),
      uses: String(uses),
      accounts: String(accounts),
    }))
    return [{ ...card, history: days }]
  })
}

/** Public posts about a page that trends. @throws Problem 404 when it does not. */
export async function linkTimeline(call: Call<Viewer | null, unknown, LinkTimelineQuery, unknown>): Promise<Status[]> {
  const { app, viewer, query } = call
  const url = linkAddress(query.url)
  const trending = (await wholeRanking(app, 'link')).some((one) => one.key === url && one.allowed !== false)
  if (url === null || !trending) throw notFound('This page does not trend.')
  const page = boundsOf(query)
  const ids = (await linkedPosts(app.db.read, url, page)).map((row) => row.id).sort((a, b) => b - a)
  linkPages(call, ids, page.limit)
  return await renderPosts(app, viewer, ids)
}

/** Links that trend, what was rejected included. */
export async function linksToReview(app: App, viewer: Viewer): Promise<AdminTrendsLink[]> {
  await requirePermission(app, viewer, PERMISSION)
  return await adminLinks(app, await wholeRanking(app, 'link'))
}

/** @throws Problem 404. */
export async function reviewLink(app: App, viewer: Viewer, id: string, allowed: boolean): Promise<AdminTrendsLink> {
  await requirePermission(app, viewer, PERMISSION)
  const [found] = await keyById(app.db.read, 'link', Number(id))
  if (!found) throw notFound('No link with this id trends.')
  await review(app, viewer, 'link', found.key, allowed)
  const ranked = (await wholeRanking(app, 'link')).find((one) => one.key === found.key)
  const [link] = await adminLinks(app, [ranked ?? { key: found.key, allowed, history: [] }])
  if (!link) throw notFound('There is no preview of this link any more.')
  return link
}

async function adminLinks(app: App, ranked: readonly Ranked[]): Promise<AdminTrendsLink[]> {
  const reviews = new Map(ranked.map((one) => [one.key, one.allowed]))
  const links = await linksJson(app, null, ranked)
  const numbers = await numbersOf(
    app.db.read,
    links.map((link) => link.url),
  )
  return links.map((link, at) => ({
    ...link,
    id: String(numbers[at]!.id),
    requires_review: (reviews.get(link.url) ?? null) === null,
  }))
}

/** Hosts of the links that trend. */
export async function publishersToReview(app: App, viewer: Viewer): Promise<Publisher[]> {
  await requirePermission(app, viewer, PERMISSION)
  const hosts = (await wholeRanking(app, 'link')).map((one) => publisherOf(one.key))
  return await publishers(app, [...new Set(hosts)])
}

/** @throws Problem 404. */
export async function reviewPublisher(app: App, viewer: Viewer, id: string, allowed: boolean): Promise<Publisher> {
  await requirePermission(app, viewer, PERMISSION)
  const [found] = await keyById(app.db.read, 'publisher', Number(id))
  if (!found) throw notFound('No link of a publisher with this id trends.')
  await review(app, viewer, 'publisher', found.key, allowed)
  return (await publishers(app, [found.key]))[0]!
}

/** As tweeter.publisher() in the database. */
const publisherOf = (url: string) => new URL(url).hostname.toLowerCase().replace(/^www\./, '')

async function publishers(app: App, domains: readonly string[]): Promise<Publisher[]> {
  const [reviews, numbers] = await Promise.all([
    reviewRows(app.db.read, 'publisher', domains),
    numbersOf(app.db.read, domains),
  ])
  const decided = new Map(reviews.map((row) => [row.key, row.allowed]))
  return domains.map((domain, at) => ({
    id: String(numbers[at]!.id),
    domain,
    trendable: decided.get(domain) !== false,
    requires_review: !decided.has(domain),
  }))
}
