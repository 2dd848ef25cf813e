import { hash, randomBytes } from 'node:crypto'
import type { App } from '../../app.ts'
import { networkOf } from '../../http/index.ts'
import { perApp } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import type { Agent } from '../agents.ts'
import { makeSalt, purgeSalts, readSalts } from './queries.ts'
import { Recent } from './recent.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const KEPT_ADDRESSES = 100_000

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS)
const nameOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** Who comes from an address: how records name it, and what it called itself when it came last. */
export interface Visitor {
  /** 16 hexadecimal digits. */
  readonly digits: string
  agent: NamedAgent | null
}

/** What somebody calls themselves, and what that tells. */
export interface NamedAgent extends Agent {
  readonly name: string
}

/**
 * Addresses as the files have them: hashed with a key that is thrown away two days later, so that a visitor can be told
 * from others within a day, and nobody can say afterwards who it was. The key of a day is one for all processes.
 */
class Visitors {
  readonly #app: App
  /** By day since 1970; in hexadecimal digits. */
  readonly #salts = new Map<number, string>()
  #day = -1
  readonly #visitors = new Recent<string, Visitor>(KEPT_ADDRESSES)
  readonly #networks = new Recent<string, string>(KEPT_ADDRESSES)
  #loading: Promise<void> | null = null

  constructor(app: App) {
    this.#app = app
  }

  /** Null while there is no key for the day. */
  at(address: string, atMs: number): Visitor | null {
    const day = dayOf(atMs)
    if (day !== this.#day && !this.#begin(day)) return null
    return this.#visitors.get(address) ?? this.#make(address)
  }

  networkBehind(visitor: string): string | null {
    return this.#networks.get(visitor) ?? null
  }

  /** Resolves when there are keys for today and tomorrow, which are made where there are none. */
  ready(): Promise<void> {
    const today = dayOf(this.#app.now().getTime())
    if (this.#salts.has(today) && this.#salts.has(today + 1)) return Promise.resolve()
    this.#loading ??= this.#load(today).finally(() => {
      this.#loading = null
    })
    return this.#loading
  }

  async #load(today: number): Promise<void> {
    const days = [nameOf(today), nameOf(today + 1)]
    const rows = await transact(this.#app.db, async (tx) => {
      for (const day of days) await makeSalt(tx, day, randomBytes(32))
      return await readSalts(tx, days)
    })
    for (const { day, salt } of rows) this.#salts.set(dayOf(Date.parse(day)), salt.toString('hex'))
    for (const day of this.#salts.keys()) if (day < today - 1) this.#salts.delete(day)
  }

  #begin(day: number): boolean {
    if (!this.#salts.has(day)) return false
    this.#day = day
    this.#visitors.clear()
    this.#networks.clear()
    return true
  }

  #make(address: string): Visitor {
    const network = networkOf(address)
    // A quarter of the digest: no more can be appended to what was hashed, so the key in front is as good as an HMAC.
    const digits = hash('sha256', this.#salts.get(this.#day)! + network, 'buffer').toString('hex', 0, 8)
    const visitor = { digits, agent: null }
    this.#visitors.set(address, visitor)
    this.#networks.set(digits, network)
    return visitor
  }
}

export const visitorsOf = perApp((app: App) => new Visitors(app))

/** Who comes from this address, as today's records name them; null while there is no key for the day yet. */
export const visitorOf = (app: App, address: string): string | null =>
  visitorsOf(app).at(address, app.now().getTime())?.digits ?? null

/**
 * The network (an IPv4 address, or `2001:db8:1:2::/64`) behind the visitor of a record; null unless it asked this
 * process today, and not too long ago: nothing of it is kept anywhere but in memory.
 */
export const addressOf = (app: App, visitor: string): string | null => visitorsOf(app).networkBehind(visitor)

/** Yesterday's is needed for what is written about midnight; older ones nobody may have. */
export const forgetSalts = (app: App): Promise<unknown> =>
  transact(app.db, (tx) => purgeSalts(tx, nameOf(dayOf(app.now().getTime()) - 1)))
