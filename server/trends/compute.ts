import { viewersSince } from '../analytics/index.ts'
import type { App } from '../app.ts'
import { type Tx, transact } from '../storage/index.ts'
import {
  type Counted,
  countLinks,
  countPosts,
  countTags,
  type Kind,
  linkHistories,
  lockTrends,
  replaceScores,
  type Scored,
  type Window,
} from './queries.ts'
import { forgetRanking } from './ranking.ts'

/**
 * How fast what people did fades, in hours. A tag is used while something goes on, a post is read for an evening, a link
 * is passed on for a day.
 */
const HALF_LIFE_HOURS: Record<Kind, number> = { tag: 4, post: 6, link: 8 }
const HOUR_MS = 3600 * 1000
const DAY_MS = 24 * HOUR_MS
const MOST_KEPT = 100
/** Of so many it is asked who saw them: no lift brings what is further down among those that are kept. */
const MOST_LIFTED = 2 * MOST_KEPT
/** Being seen lifts a score by a quarter at most, which a thousand people reach. */
const MOST_LIFT = 0.25
const LIFTED_BY = 1000
const counts = { tag: countTags, post: countPosts, link: countLinks } as const

/** Works out what trends now. A few statements over the posts of two days. */
export async function updateTrends(app: App): Promise<void> {
  await transact(app.db, async (tx) => {
    await lockTrends(tx)
    for (const kind of ['tag', 'post', 'link'] as const) {
      const window = windowOf(app, kind)
      const engaged = scoresOf(await counts[kind](tx, window), window)
      const scored = (kind === 'link' ? engaged : await lifted(tx, kind, engaged, window)).slice(0, MOST_KEPT)
      await replaceScores(tx, kind, kind === 'link' ? await withHistories(tx, scored, window.now) : scored)
    }
  })
  forgetRanking(app)
}

function windowOf(app: App, kind: Kind): Window {
  const now = app.now()
  // Ids are made by the database's clock, which may be behind.
  const since = new Date(Math.min(now.getTime(), Date.now()) - 3 * DAY_MS)
  return { now, since, halfLifeHours: HALF_LIFE_HOURS[kind], least: app.config.trendPeople }
}

/**
 * (fresh − expected)² / max(expected, 1), for what is fresher than expected.
 *
 * `fresh`: each person who used it in the last day counts once, their weight (1; a quarter when younger than a day, half
 * when nobody follows them) halved for every half-life since their last use. So nobody can push anything alone, however
 * often they use it, and a peak fades by itself.
 *
 * `expected`: what `fresh` would be if the people of the day before came again, evenly over the day:
 * their weight × half-life / (24 h × ln 2). So what is always used as much does not trend. The shape of the formula is
 * that of a chi-square test, as Mastodon has it.
 */
export function scoreOf({ fresh, usual }: Pick<Counted, 'fresh' | 'usual'>, halfLifeHours: number): number {
  const expected = (usual * halfLifeHours) / (24 * Math.LN2)
  return fresh > expected ? (fresh - expected) ** 2 / Math.max(expected, 1) : 0
}

function scoresOf(counted: readonly Counted[], { halfLifeHours }: Window): Scored[] {
  return counted
    .map((one) => ({ key: one.key, people: one.people, score: scoreOf(one, halfLifeHours) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_LIFTED)
}

/**
 * 1 + ¼ × log(1 + viewers) / log(1 + 1000), at most 1.25: by what a score is multiplied because so many distinct people
 * saw it. What nobody does anything with has no score that could be lifted, so being seen alone makes nothing trend; and
 * because it counts so little, what trends and is seen for it does not hold itself up. Bots are in no count of viewers.
 */
export const liftOf = (viewers: number): number =>
  1 + MOST_LIFT * Math.min(1, Math.log(1 + viewers) / Math.log(1 + LIFTED_BY))

/** By those who saw it in the last two half-lives. */
async function lifted(tx: Tx, kind: 'tag' | 'post', scored: readonly Scored[], window: Window): Promise<Scored[]> {
  const since = new Date(window.now.getTime() - 2 * window.halfLifeHours * HOUR_MS)
  const keys = scored.map((one) => one.key)
  const viewers = await viewersSince(tx, kind, keys, since)
  return scored
    .map((one) => ({ ...one, score: one.score * liftOf(viewers.get(one.key) ?? 0) }))
    .sort((a, b) => b.score - a.score)
}

/** Tags have theirs counted as they are used; of links only those that trend are asked for it. */
async function withHistories(tx: Tx, scored: readonly Scored[], now: Date): Promise<Scored[]> {
  const urls = scored.map((one) => one.key)
  const rows = await linkHistories(tx, urls, now.toISOString().slice(0, 10))
  const histories = new Map(rows.map((row) => [row.url, row.history]))
  return scored.map((one) => ({ ...one, history: histories.get(one.key) ?? [] }))
}
