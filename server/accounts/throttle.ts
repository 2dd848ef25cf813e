import { createHash } from 'node:crypto'
import { networkOf } from '../http/index.ts'
import { perApp, tooMany } from '../kit/index.ts'

/**
 * Guessing passwords is made slow without locking anybody out (OWASP's "device cookies"). Wrong guesses from a device
 * that has signed in to this account before count for that device alone. All others share three budgets: of their
 * network, of their network for this account, and of the account; and when an account's is used up by an attacker with
 * many networks, unknown devices get one try in ten seconds between them. The owner at a known device notices nothing;
 * on a new one, a link by mail makes it known (devices.ts).
 */
const budgets = {
  device: { count: 20, seconds: 3600 },
  network: { count: 100, seconds: 3600 },
  'network-account': { count: 10, seconds: 900 },
  account: { count: 100, seconds: 3600 },
  'account-slow': { count: 1, seconds: 10 },
} as const

type Budget = keyof typeof budgets
type Budgets = Readonly<Record<Budget, { readonly count: number; readonly seconds: number }>>

/** What a guess is counted by. */
export interface GuessAt {
  /** Whose password: an account's id, or, where there is none, what was typed. */
  readonly account: string
  /** The client's address. */
  readonly address: string
  /** The name of a device that this account knows (devices.ts), or null. */
  readonly device: string | null
}

interface Window {
  count: number
  readonly endsAtMs: number
}

const MOST_WINDOWS = 100_000

/** Counts in memory, bounded; several processes each keep their own. */
export class Throttle {
  readonly #windows = new Map<string, Window>()
  readonly #budgets: Budgets

  constructor(of: Budgets = budgets) {
    this.#budgets = of
  }

  /**
   * Counts a guess before it is checked, so that many at once are no way around it.
   *
   * @param percent scales the budgets; 0 turns them off.
   * @returns takes the guess back, for when it was right.
   * @throws Problem 429 when there were too many.
   */
  count(guess: GuessAt, nowMs: number, percent = 100): () => void {
    if (percent === 0) return () => {}
    const network = networkOf(guess.address)
    const account = digest(guess.account)
    const takeAll = (keys: [Budget, string][]) => this.#takeAll(keys, nowMs, percent)
    const device = `${account} ${guess.device}`
    if (guess.device !== null && this.#left('device', device, nowMs, percent) > 0) return takeAll([['device', device]])
    const own: [Budget, string][] = [
      ['network', network],
      ['network-account', `${network} ${account}`],
    ]
    const spent = this.#left('account', account, nowMs, percent) <= 0
    return takeAll([...own, [spent ? 'account-slow' : 'account', account]])
  }

  #takeAll(keys: [Budget, string][], nowMs: number, percent: number): () => void {
    for (const [budget, key] of keys) {
      if (this.#left(budget, key, nowMs, percent) > 0) continue
      const waitMs = (this.#windows.get(`${budget} ${key}`)?.endsAtMs ?? nowMs) - nowMs
      throw tooMany('Too many attempts to sign in. Please wait a little and try again.', Math.ceil(waitMs / 1000))
    }
    const taken = keys.map(([budget, key]) => this.#take(budget, key, nowMs))
    return () => {
      for (const window of taken) window.count--
    }
  }

  #left(budget: Budget, key: string, nowMs: number, percent: number): number {
    const window = this.#windows.get(`${budget} ${key}`)
    const most = Math.max(1, Math.floor((this.#budgets[budget].count * percent) / 100))
    return window && window.endsAtMs > nowMs ? most - window.count : most
  }

  #take(budget: Budget, key: string, nowMs: number): Window {
    const name = `${budget} ${key}`
    let window = this.#windows.get(name)
    if (!window || window.endsAtMs <= nowMs) {
      if (this.#windows.size >= MOST_WINDOWS) this.#sweep(nowMs)
      window = { count: 0, endsAtMs: nowMs + this.#budgets[budget].seconds * 1000 }
      this.#windows.delete(name)
      this.#windows.set(name, window)
    }
    window.count++
    return window
  }

  /** Drops what is over, and if that is not enough, the oldest. */
  #sweep(nowMs: number): void {
    for (const [key, window] of this.#windows) if (window.endsAtMs <= nowMs) this.#windows.delete(key)
    for (const key of this.#windows.keys()) {
      if (this.#windows.size < MOST_WINDOWS / 2) break
      this.#windows.delete(key)
    }
  }
}

export const throttle = perApp(() => new Throttle())

/** What was typed may be anything, and as long; in memory it takes this much. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)
