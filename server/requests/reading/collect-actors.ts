import type { Format, Row } from './row.ts'
import type { Actor } from './views.ts'

/** So many are kept while counting; beyond it those who asked least go. */
const MOST_KEPT = 40_000
const MOST_TOLD = 1000
/** Who asked less than this in a batch, and wrote nothing, shows no pattern: 500 an hour are 8 a minute. */
const LEAST_REQUESTS = 5
const MOST_ROUTES = 50
/** Apps say by themselves how far was read, every few seconds while posts stream in: this tells nothing of who looks. */
const UNASKED = new Set(['/api/v1/markers'])
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

interface Counted {
  readonly accountId: number | null
  readonly visitor: string | null
  agent: number
  series: number
  requests: number
  refused: number
  notFound: number
  unauthorized: number
  limited: number
  writes: number
  readonly routes: Set<string>
  firstMs: number
  lastMs: number
  gapMean: number
  gapSquares: number
}

/** Who asked for a great deal: by account, or by hashed address where nobody is signed in. */
export class ActorCollector {
  readonly #format: Format
  #accounts = new Map<number, Counted>()
  #visitors = new Map<string, Counted>()

  constructor(format: Format) {
    this.#format = format
  }

  add(buffer: Buffer, row: Row): void {
    const { method, route } = this.#format.series[row.series]!
    if (UNASKED.has(route)) return
    const actor = this.#actorOf(buffer, row)
    const gap = Math.max(0, row.at - actor.lastMs)
    actor.requests++
    actor.agent = row.agent
    actor.series = row.series
    actor.lastMs = Math.max(row.at, actor.lastMs)
    if (actor.requests > 1) {
      // Welford, "Note on a method for calculating corrected sums of squares and products", 1962.
      const before = gap - actor.gapMean
      actor.gapMean += before / (actor.requests - 1)
      actor.gapSquares += before * (gap - actor.gapMean)
    }
    if (WRITES.has(method)) actor.writes++
    if (actor.routes.size < MOST_ROUTES) actor.routes.add(route)
    if (row.status < 400) return
    if (row.status === 404) actor.notFound++
    else if (row.status === 401) actor.unauthorized++
    else if (row.status === 429) actor.limited++
    else actor.refused++
  }

  take(): Actor[] {
    const all = [...this.#accounts.values(), ...this.#visitors.values()]
    this.#accounts = new Map()
    this.#visitors = new Map()
    return all
      .filter(({ requests, writes }) => requests >= LEAST_REQUESTS || writes > 0)
      .sort((a, b) => b.requests - a.requests)
      .slice(0, MOST_TOLD)
      .map(({ agent, series, routes, gapMean, gapSquares, ...rest }) => ({
        ...rest,
        agent: this.#format.agents[agent]!,
        kind: this.#format.series[series]!.kind,
        routes: routes.size,
        gapMeanMs: gapMean,
        gapDeviationMs: Math.sqrt(gapSquares / Math.max(1, rest.requests - 1)),
      }))
  }

  #actorOf(buffer: Buffer, row: Row): Counted {
    if (row.account >= 0) {
      const known = this.#accounts.get(row.account)
      return known ?? put(this.#accounts, row.account, begin(row.account, null, row))
    }
    const visitor = buffer.toString('latin1', row.visitorStart, row.visitorEnd)
    return this.#visitors.get(visitor) ?? put(this.#visitors, visitor, begin(null, visitor, row))
  }
}

const begin = (accountId: number | null, visitor: string | null, row: Row): Counted => ({
  accountId,
  visitor,
  agent: row.agent,
  series: row.series,
  requests: 0,
  refused: 0,
  notFound: 0,
  unauthorized: 0,
  limited: 0,
  writes: 0,
  routes: new Set(),
  firstMs: row.at,
  lastMs: row.at,
  gapMean: 0,
  gapSquares: 0,
})

function put<K>(map: Map<K, Counted>, key: K, actor: Counted): Counted {
  for (let least = 2; map.size >= MOST_KEPT; least *= 2) {
    for (const [other, { requests }] of map) if (requests <= least) map.delete(other)
  }
  map.set(key, actor)
  return actor
}
