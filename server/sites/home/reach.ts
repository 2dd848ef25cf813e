/** How the other site's database is reached from here; the link says so, and tests put a cable in between. */
import type { App } from '../../app.ts'
import { perApp } from '../../kit/index.ts'
import type { Database } from '../../storage/index.ts'
import { stateOf } from '../state.ts'

interface Reached {
  of: Database
  /** What waits for the other site must not keep everybody else waiting, nor the question whether it lives. */
  pool: Database
}

const ways = perApp((_app: App) => ({
  way: null as (() => Database) | null,
  /** For home transactions here. */
  own: null as Reached | null,
  /** For asking the other site how it is. */
  other: null as Reached | null,
}))

/** @param way throws when there is no other site. */
export function reachBy(app: App, way: () => Database): void {
  ways(app).way = way
}

/** For home transactions there. @throws an Error when there is no way. */
export function otherSite(app: App): Database {
  const { way } = ways(app)
  if (way === null) throw new Error('The other site is not reached from this process.')
  const db = way()
  app.bus.servesAlso(db)
  db.onUncertain = app.db.onUncertain
  return db
}

/** Two connections to the other site that nothing else uses. */
export const otherForAsking = (app: App): Database => beside(app, 'other', otherSite(app), 2)

/** For home transactions here. */
export function ownForHome(app: App): Database {
  const db = beside(app, 'own', app.db, app.config.database.connections)
  app.bus.servesAlso(db)
  db.onUncertain = app.db.onUncertain
  return db
}

function beside(app: App, which: 'own' | 'other', of: Database, connections: number): Database {
  const known = ways(app)
  if (known[which]?.of !== of) {
    void known[which]?.pool.close()
    known[which] = { of, pool: of.beside(connections) }
  }
  return known[which]!.pool
}

export async function closeWays(app: App): Promise<void> {
  const known = ways(app)
  const open = [known.own, known.other]
  Object.assign(known, { own: null, other: null })
  await Promise.all(open.map((one) => one?.pool.close()))
}

/** The number of the site opposite. */
export const opposite = (app: App): number => 1 - stateOf(app).here.site
