import { accountEntries, accountsJson, isVisible, requireAccount } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { hiddenFor, isHidden } from '../relations/index.ts'
import { transact } from '../storage/index.ts'
import { popularAccounts } from './popular.ts'
import { friendsOfFriends, holdDismissal, newsAmong, similarToRecent } from './queries.ts'
import type { Source, Suggestion } from './schema.ts'

/** Somebody who may be worth following, and why. */
interface Suggested {
  readonly accountId: number
  /** The strongest reason first. */
  readonly sources: readonly Source[]
}

/** At most 200 x 200 and 10 x 50 x 50 follows are looked at, however many somebody has. */
const FRIENDS = { people: 200, each: 200, beyond: 0, most: 120 } as const
const PEERS = { people: 10, each: 50, beyond: 50, most: 120 } as const

const WEIGHTS = {
  friends_of_friends: 3,
  similar_to_recently_followed: 2,
  most_followed: 1,
  most_interactions: 1,
} as const
/** Ranks are added up by weight / (SMOOTH + rank), Cormack et al. 2009, so that lists need no common scale. */
const SMOOTH = 60

/**
 * Whom this viewer may want to follow, the best first: nobody whom they follow, asked to follow, dismissed, block or
 * mute, or who blocks them; and only who wants to be discovered. At most six statements, whatever the graph is.
 */
export async function suggest(app: App, viewerId: number, limit: number): Promise<Suggested[]> {
  const { read } = app.db
  const [friends, similar, popular, hidden] = await Promise.all([
    friendsOfFriends(read, viewerId, FRIENDS),
    similarToRecent(read, viewerId, PEERS),
    popularAccounts(app).then(async (rows) => {
      const news = await newsAmong(read, viewerId, [...new Set(rows.map((row) => row.id))])
      const ids = new Set(news.map((row) => row.id))
      return rows.filter((row) => ids.has(row.id))
    }),
    hiddenFor(app, viewerId),
  ])
  const reasons = new Map<number, { score: number; source: Source }[]>()
  const rank = (rows: readonly { id: number }[], source: Source) => {
    for (const [place, { id }] of rows.entries()) {
      if (isHidden(hidden, id)) continue
      const reason = { score: WEIGHTS[source] / (SMOOTH + place), source }
      reasons.set(id, [...(reasons.get(id) ?? []), reason])
    }
  }
  rank(friends, 'friends_of_friends')
  rank(similar, 'similar_to_recently_followed')
  for (const source of ['most_followed', 'most_interactions'] as const) {
    rank(
      popular.filter((row) => row.source === source),
      source,
    )
  }
  const entries = await accountEntries(app, reasons.keys())
  return [...reasons]
    .filter(([id]) => {
      const row = entries.get(id)?.row
      return row && isVisible(row) && row.discoverable && !row.silenced
    })
    .map(([accountId, why]) => ({ accountId, why: why.toSorted((a, b) => b.score - a.score) }))
    .toSorted((a, b) => total(b.why) - total(a.why) || a.accountId - b.accountId)
    .slice(0, limit)
    .map(({ accountId, why }) => ({ accountId, sources: why.map(({ source }) => source) }))
}

const total = (why: readonly { score: number }[]): number => why.reduce((sum, { score }) => sum + score, 0)

/** Mastodon's older word for a reason. */
const older = {
  friends_of_friends: 'past_interactions',
  similar_to_recently_followed: 'past_interactions',
  most_followed: 'global',
  most_interactions: 'global',
} as const

/** GET /api/v2/suggestions */
export async function showSuggestions(app: App, viewer: Viewer, limit: number): Promise<Suggestion[]> {
  const found = await suggest(app, viewer.accountId, limit)
  const accounts = await accountsJson(
    app,
    found.map((one) => one.accountId),
  )
  const byId = new Map(accounts.map((account) => [Number(account.id), account]))
  return found.flatMap(({ accountId, sources }) => {
    const account = byId.get(accountId)
    return account ? [{ source: older[sources[0]!], sources: [...sources], account }] : []
  })
}

/** Does not suggest this account any more. @throws Problem 404 when there is none. */
export async function dismiss(app: App, viewer: Viewer, id: string): Promise<Record<string, never>> {
  const { row } = await requireAccount(app, id)
  await transact(app.db, (tx) => holdDismissal(tx, viewer.accountId, row.id))
  return {}
}
