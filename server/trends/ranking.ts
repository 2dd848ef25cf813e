import type { App } from '../app.ts'
import { Cache, perApp } from '../kit/index.ts'
import { type Kind, type Ranked, rankedRows, reviewRows } from './queries.ts'

/** What trends, the strongest first, is the same for everybody and asked for by every visitor: it is kept in memory. */
const rankings = perApp(
  (app: App) =>
    new Cache<Kind, readonly Ranked[]>(6, async (kinds) => {
      const lists = await Promise.all(kinds.map((kind) => rankedRows(app.db.read, kind)))
      return new Map(kinds.map((kind, at) => [kind, lists[at]!]))
    }),
)

export const forgetRanking = (app: App): void => rankings(app).clear()

/** Everything of a kind, what was rejected included. */
export const wholeRanking = async (app: App, kind: Kind): Promise<readonly Ranked[]> =>
  (await rankings(app).get(kind)) ?? []

/** Keys of what trends and was not rejected. */
export async function ranking(app: App, kind: Kind): Promise<string[]> {
  const ranked = await wholeRanking(app, kind)
  return ranked.filter((one) => one.allowed !== false).map((one) => one.key)
}

/** Of these tags, those that a moderator let trend. */
export async function reviewedTags(app: App, tags: readonly string[]): Promise<string[]> {
  const rows = await reviewRows(app.db.read, 'tag', tags)
  const allowed = new Set(rows.filter((row) => row.allowed).map((row) => row.key))
  return tags.filter((tag) => allowed.has(tag))
}
