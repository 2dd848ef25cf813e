import { requireAccount } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { forbidden, unprocessable } from '../../kit/index.ts'
import { renderPosts, requirePost } from '../../posts/index.ts'
import type { AccountAnalytics, BestPost, Engagements, Point, PostAnalytics, Range } from '../schema.ts'
import { countOf, isCounted } from '../sketches.ts'
import {
  type AccountHour,
  accountHours,
  type EngagementRow,
  engagements,
  type HourRow,
  mostSeen,
  postHours,
  postTotal,
} from './queries.ts'
import { pointsOf, type Span, spanOf, stepMs } from './range.ts'

/** Engagements are counted on so many posts of an account, those that were seen most. */
const MOST_POSTS = 5000
const BEST_POSTS = 10

/** A post as its author sees it; of a boost, what it shows. @throws Problem 404, 403 for the posts of others. */
export async function postAnalytics(app: App, viewer: Viewer, id: string, range: Range): Promise<PostAnalytics> {
  const asked = await requirePost(app, viewer, id)
  const post = asked.row.boost_of_id === null ? asked : await requirePost(app, viewer, asked.row.boost_of_id)
  if (post.row.author_id !== viewer.accountId) throw forbidden('Only the author of a post sees its analytics.')
  if (!isCounted(post.row)) throw unprocessable('Who reads a post for followers or a direct message is not counted.')
  const span = spanOf(range, app.now(), post.row.created_at)
  const { read } = app.db
  const [hours, [total], account, [engaged]] = await Promise.all([
    postHours(read, post.row.id, span.from),
    range === 'all' ? postTotal(read, post.row.id) : [],
    accountHours(read, viewer.accountId, span.from),
    engagements(read, [post.row.id], viewer.accountId, span.from),
  ])
  const ever = total && { views: total.views, opens: total.opens, viewers: countOf([total.viewers], total.own) }
  return { id: String(post.row.id), ...figuresOf(span, hours, account, sumOf([engaged!])), ...ratedBy(ever, engaged) }
}

/** All posts of one's own together. */
export async function accountAnalytics(app: App, viewer: Viewer, range: Range): Promise<AccountAnalytics> {
  const { row } = await requireAccount(app, viewer.accountId)
  const span = spanOf(range, app.now(), row.created_at)
  const { read } = app.db
  const [hours, seen] = await Promise.all([
    accountHours(read, viewer.accountId, span.from),
    mostSeen(read, viewer.accountId, span.from, MOST_POSTS),
  ])
  const ids = seen.map((post) => post.post_id)
  const rows = await engagements(read, ids, viewer.accountId, span.from)
  const totals = new Map(rows.map((engaged) => [String(engaged.post_id), sumOf([engaged]).total]))
  const figures = new Map(seen.map((post) => [String(post.post_id), post]))
  const best = (await renderPosts(app, viewer, ids.slice(0, BEST_POSTS), 'direct')).map((status): BestPost => {
    const { views, opens } = figures.get(status.id)!
    const engaged = totals.get(status.id) ?? 0
    return { status, views, opens, engagements: engaged, engagement_rate: rateOf(engaged, views) }
  })
  return { ...figuresOf(span, hours, hours, sumOf(rows)), best_posts: best }
}

const rateOf = (engaged: number, views: number): number | null => (views === 0 ? null : engaged / views)

const ratedBy = (ever: { views: number; opens: number; viewers: number } | undefined, engaged?: EngagementRow) =>
  ever ? { ...ever, engagement_rate: rateOf(sumOf([engaged!]).total, ever.views) } : {}

function sumOf(rows: readonly EngagementRow[]): Engagements {
  const sum = { total: 0, favourites: 0, boosts: 0, replies: 0, quotes: 0, bookmarks: 0 }
  for (const row of rows) {
    for (const kind of ['favourites', 'boosts', 'replies', 'quotes', 'bookmarks'] as const) {
      sum[kind] += row[kind]
      sum.total += row[kind]
    }
  }
  return sum
}

/** @param hours of what was seen. @param account of the profile, in the same time. */
function figuresOf(span: Span, hours: readonly HourRow[], account: readonly AccountHour[], engaged: Engagements) {
  const views = sum(hours.map((row) => row.views))
  return {
    range: span.range,
    step: span.step,
    from: span.from.toISOString(),
    until: span.until.toISOString(),
    views,
    opens: sum(hours.map((row) => row.opens)),
    viewers: viewersOf(hours),
    profile_visits: sum(account.map((row) => row.visits)),
    profile_visitors: countOf(
      account.map((row) => row.visitors),
      account.some((row) => row.own_visit),
    ),
    engagements: engaged,
    engagement_rate: rateOf(engaged.total, views),
    points: points(span, hours, account),
  }
}

function points(span: Span, hours: readonly HourRow[], account: readonly AccountHour[]): Point[] {
  const size = stepMs(span.step)
  const stepOf = (row: HourRow) => Math.floor(row.hour.getTime() / size) * size
  const [seen, visited] = [Map.groupBy(hours, stepOf), Map.groupBy(account, stepOf)]
  return pointsOf(span).map((at) => {
    const rows = seen.get(at) ?? []
    return {
      at: new Date(at).toISOString(),
      views: sum(rows.map((row) => row.views)),
      opens: sum(rows.map((row) => row.opens)),
      viewers: viewersOf(rows),
      profile_visits: sum((visited.get(at) ?? []).map((row) => row.visits)),
    }
  })
}

const viewersOf = (rows: readonly HourRow[]): number =>
  countOf(
    rows.map((row) => row.viewers),
    rows.some((row) => row.own),
  )

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
