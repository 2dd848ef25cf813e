/** Writing home rows: where they are written, under which term, and what it means when the answer does not come. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { Problem, unavailable } from '../../kit/index.ts'
import { type Database, isDisconnection, type Read, snapshot, type Tx, transact } from '../../storage/index.ts'
import { silentMs, withLink } from '../link/index.ts'
import { readHere } from '../queries.ts'
import { waitUntilReplayed } from '../replicating/subscriptions.ts'
import { type Here, stateOf } from '../state.ts'
import { authorityOf, lookAgain } from './authority.ts'
import { certainty, dropCertain, enterHome, isServed } from './queries.ts'
import { otherSite, ownForHome } from './reach.ts'

/** As long may home take to say that it takes a transaction. */
const BEGIN_MS = 800
/** Once home has taken it, it goes on for as long as home is heard: a cable may be slow. This long may it be silent. */
const SILENCE_MS = 1000
/** As long is waited for the answer to a commit; home itself ends such a wait sooner when the other site is away. */
const COMMIT_MS = 8000
/** As long is waited until what was written there can be read here. */
const ARRIVAL_MS = 1000
/** And as long caches wait for it, to forget once more. */
const LATE_ARRIVAL_MS = 60_000

export const outcomeUnknown = () =>
  new Problem(503, 'Whether this was done is not known yet: outcome unknown, ask again with the same key.', {
    code: 'outcome_unknown',
    retryAfterSeconds: 2,
  })

const notNow = () =>
  unavailable(
    'This can be done at one of the two sites of this network only, which cannot be reached now. Nothing was done; try again soon.',
    5,
  )

const undecided = () =>
  unavailable(
    'It is being found out which of the two sites of this network decides about this. Nothing was done; try again in a moment.',
    2,
  )

interface Place {
  readonly db: Database
  readonly epoch: number
  readonly isHere: boolean
}

/**
 * Runs `work` in one transaction of the home database: this one, or that of the other site when that is home. What it
 * emits is heard at both. When it returns here, what it wrote can be read here.
 *
 * @throws a 503 Problem within a second when home cannot be reached or may not write now (nothing was done), or with
 * "outcome unknown, ask again with the same key" when the commit may have happened.
 */
export async function transactHome<T>(app: App, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { here } = stateOf(app)
  if (authorityOf(app).running) return await transactIn(app, here, work)
  // A command, which may have a server beside it or not.
  const now = await readHere(app.db.read)
  return now.epoch === 0 || now.home === now.site
    ? await transactIn(app, now, work)
    : await withLink(app, () => transactIn(app, now, work))
}

async function transactIn<T>(app: App, here: Here, work: (tx: Tx) => Promise<T>): Promise<T> {
  const place = await placeOfHome(app, here)
  return place === null ? await transact(app.db, work) : await new Attempt(app, place).run(work)
}

/**
 * Reads home rows that must be certain (balances): here, and only while nothing of them can still be undone.
 *
 * @throws a 503 Problem while it is being found out who is home.
 */
export async function readHome<T>(app: App, work: (read: Read) => Promise<T>): Promise<T> {
  const state = stateOf(app)
  if (state.here.epoch === 0) return await work(app.db.read)
  if (state.isHome && performance.now() > state.homeUntilMs) throw undecided()
  return await snapshot(app.db, async (read) => {
    if (!(await certainty(read)).certain) throw undecided()
    return await work(read)
  })
}

/** @returns null in a network of one site. */
async function placeOfHome(app: App, here: Here): Promise<Place | null> {
  const isServing = authorityOf(app).running
  const state = stateOf(app)
  if (here.epoch === 0) {
    // The second site while it joins.
    if (here.home !== here.site) throw notNow()
    return null
  }
  if (here.home !== here.site) {
    if (!state.reachable) throw notNow()
    return { db: reached(app), epoch: here.epoch, isHere: false }
  }
  // A command: whether this site may act as home is known to its server.
  if (!isServing && !(await isServed(app.db.read))) throw undecided()
  if (isServing && performance.now() > state.homeUntilMs) throw undecided()
  return { db: ownForHome(app), epoch: here.epoch, isHere: true }
}

function reached(app: App): Database {
  try {
    return otherSite(app)
  } catch {
    throw notNow()
  }
}

/** One transaction at home, of which it is known at each moment what its end would mean. */
class Attempt {
  readonly #app: App
  readonly #place: Place
  /** Nobody waits for it any more: it must not commit. */
  #abandoned = false
  #isCommitting = false

  constructor(app: App, place: Place) {
    this.#app = app
    this.#place = place
  }

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const limit = Promise.withResolvers<never>()
    limit.promise.catch(() => {})
    let timer = this.#after(BEGIN_MS, limit.reject)
    const { db, epoch } = this.#place
    const cutShort = waitsCutShort(db)
    const before = cutShort.count
    const done = transact(
      db,
      async (tx) => {
        this.#isCommitting = false
        this.#requireWanted()
        await enterHome(tx, epoch)
        clearTimeout(timer)
        timer = this.#whenSilent(limit.reject)
        const result = await work(tx)
        clearTimeout(timer)
        this.#requireWanted()
        this.#isCommitting = true
        timer = this.#after(COMMIT_MS, limit.reject)
        return result
      },
      async () => {
        clearTimeout(timer)
        if (cutShort.count !== before) throw outcomeUnknown()
        if (!this.#place.isHere) await this.#arrive()
      },
    ).catch((error) => {
      throw this.#meaningOf(error)
    })
    try {
      return await Promise.race([done, limit.promise])
    } finally {
      clearTimeout(timer)
      done.catch(() => {})
    }
  }

  #after(ms: number, reject: (error: unknown) => void): NodeJS.Timeout {
    return setTimeout(() => {
      this.#abandoned = true
      reject(this.#isCommitting ? this.#unknown() : this.#notNow())
    }, ms)
  }

  /** At the other site: statements under way are given up when home is not heard any more. */
  #whenSilent(reject: (error: unknown) => void): NodeJS.Timeout {
    const timer = setInterval(() => {
      if (this.#place.isHere || !authorityOf(this.#app).running || silentMs(this.#app) < SILENCE_MS) return
      clearInterval(timer)
      this.#abandoned = true
      reject(this.#notNow())
    }, 100)
    return timer
  }

  #notNow(): Problem {
    return this.#place.isHere ? undecided() : notNow()
  }

  #requireWanted(): void {
    if (this.#abandoned) throw this.#notNow()
  }

  #meaningOf(error: unknown): unknown {
    if ((error as { code?: string }).code === 'TW503') {
      lookAgain(this.#app)
      return undecided()
    }
    if (error instanceof Problem && error.code === 'outcome_unknown') return this.#unknown()
    const neverCame = /^(?:ECONNREFUSED|ENOENT|CONNECT_TIMEOUT)/.test((error as { code?: string }).code ?? '')
    if (!isDisconnection(error) && !neverCame) return error
    return this.#isCommitting ? this.#unknown() : this.#notNow()
  }

  /** It may be done here and not be at the other site: until that is known nobody reads it as certain. */
  #unknown(): Problem {
    this.#app.db.onUncertain()
    if (this.#place.isHere) {
      transact(this.#app.db, (tx) => dropCertain(tx))
        .then(() => lookAgain(this.#app))
        .catch((error) => this.#app.log.error({ error }, 'What is certain of home rows could not be taken back'))
    }
    return outcomeUnknown()
  }

  /** What was written there is here, before caches forget what they knew and anybody reads again. */
  async #arrive(): Promise<void> {
    const app = this.#app
    const { site } = stateOf(app).here
    const pair = { here: { number: 1 - site, db: this.#place.db }, there: { number: site, db: app.db } }
    const arrived = waitUntilReplayed(pair, ['shared', 'home'], AbortSignal.timeout(LATE_ARRIVAL_MS))
    let isLate = false
    arrived.then(
      () => isLate && app.db.onUncertain(),
      (error) => app.log.debug({ error }, 'What was written at home is not here yet'),
    )
    await Promise.race([
      arrived.catch(() => {}),
      sleep(ARRIVAL_MS, undefined, { ref: false }).then(() => {
        isLate = true
      }),
    ])
  }
}

const counts = new WeakMap<Database, { count: number }>()

/**
 * Counts how often Postgres said that it stopped waiting for the other site, and committed all the same. It comes
 * before the answer to the commit, so a commit during which the count changed may have been it.
 */
function waitsCutShort(db: Database): { readonly count: number } {
  let found = counts.get(db)
  if (!found) {
    const mine = { count: 0 }
    found = mine
    counts.set(db, found)
    const before = db.onNotice
    db.onNotice = (notice) => {
      if (/synchronous replication/.test(notice.message ?? '')) mine.count++
      before(notice)
    }
  }
  return found
}
