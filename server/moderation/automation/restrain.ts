/** Who is limited, in memory, because it is asked at every request. */
import type { FastifyInstance } from 'fastify'
import type { App } from '../../app.ts'
import { type Restraint, restrainBy } from '../../http/index.ts'
import { messageOf, perApp } from '../../kit/index.ts'
import { limitsNow } from './queries.ts'
import { visitorOf } from './visitors.ts'

/** Of every limit: a person still gets 30 pages a minute, a program notices. */
const SHARE = 0.1

const ofAccount: Restraint = {
  share: SHARE,
  why: 'Requests of your account looked automated, so it may make a tenth of the usual number for a while. Your notifications say until when.',
}
const ofAddress: Restraint = {
  share: SHARE,
  why: 'Requests from your network address looked automated, so it may make a tenth of the usual number until tomorrow at the latest. Sign in to have a budget of your own.',
}

interface Limited {
  /** Until when, milliseconds. */
  accounts: Map<number, number>
  visitors: Map<string, number>
  /** Addresses that were looked up since the last change, and are not limited: most of what is asked. */
  free: Set<string>
  /** Counts what was changed, so that a load that it overtook is done again. */
  changes: number
}

const MOST_FREE = 20_000

const limited = perApp(
  (_app: App): Limited => ({ accounts: new Map(), visitors: new Map(), free: new Set(), changes: 0 }),
)

/** Looks in memory: a look at a size where nobody is limited, a look into a map where somebody is. */
export const restraintFor = (app: App, accountId: number | null, address: string): Restraint | null =>
  lookUp(app, limited(app), accountId, address)

function lookUp(app: App, state: Limited, accountId: number | null, address: string): Restraint | null {
  if (accountId !== null) {
    return state.accounts.size > 0 && holds(app, state.accounts, accountId) ? ofAccount : null
  }
  if (state.visitors.size === 0 || state.free.has(address)) return null
  const visitor = visitorOf(app, address)
  if (visitor === null) return null
  if (holds(app, state.visitors, visitor)) return ofAddress
  if (state.free.size >= MOST_FREE) state.free.clear()
  state.free.add(address)
  return null
}

function holds<K>(app: App, untils: Map<K, number>, key: K): boolean {
  const until = untils.get(key)
  if (until === undefined) return false
  if (until > app.now().getTime()) return true
  untils.delete(key)
  return false
}

/** After a change. @param untilMs null: not limited any more. */
export function noteLimit(app: App, who: { accountId: number | null; visitor: string | null }, untilMs: number | null) {
  const state = limited(app)
  state.changes++
  state.free.clear()
  const [map, key] = who.accountId === null ? [state.visitors, who.visitor] : [state.accounts, who.accountId]
  if (untilMs === null) (map as Map<unknown, number>).delete(key)
  else (map as Map<unknown, number>).set(key, untilMs)
}

/** Reads who is limited from the database. */
export async function loadLimits(app: App): Promise<void> {
  const state = limited(app)
  for (;;) {
    const { changes } = state
    const rows = await limitsNow(app.db.read, null, app.now())
    if (state.changes !== changes) continue
    state.free.clear()
    state.accounts = new Map(rows.flatMap((row) => (row.account_id === null ? [] : [[row.account_id, +row.until]])))
    state.visitors = new Map(rows.flatMap((row) => (row.visitor === null ? [] : [[row.visitor, +row.until]])))
    return
  }
}

/** As above, when somebody else wrote; should that fail, what is known stays. */
export const reloadLimits = (app: App): Promise<void> =>
  loadLimits(app).catch((error) =>
    app.log.warn({ error }, `Who is limited for automation could not be read: ${messageOf(error)}`),
  )

/** Before the first request is answered. */
export function attachLimits(http: FastifyInstance, app: App): void {
  const state = limited(app)
  restrainBy(app, (accountId, address) => lookUp(app, state, accountId, address))
  http.addHook('onReady', () => reloadLimits(app))
}
