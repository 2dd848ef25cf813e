import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'

/** Requests per window for one account (by token) or one address (without). */
export const limits = {
  /** Reading and everything that has no limit of its own; Mastodon's figures. */
  read: { count: 1500, seconds: 300 },
  write: { count: 1500, seconds: 300 },
  post: { count: 300, seconds: 3 * 3600 },
  follow: { count: 400, seconds: 24 * 3600 },
  report: { count: 400, seconds: 24 * 3600 },
  upload: { count: 60, seconds: 30 * 60 },
  delete: { count: 60, seconds: 30 * 60 },
  /** By address: guessing passwords and codes. */
  'sign-in': { count: 60, seconds: 5 * 60 },
  'sign-up': { count: 25, seconds: 30 * 60 },
  mail: { count: 10, seconds: 30 * 60 },
  page: { count: 600, seconds: 300 },
  asset: { count: 6000, seconds: 300 },
} as const

export type LimitName = keyof typeof limits

export interface Allowance {
  readonly limit: number
  readonly remaining: number
  readonly resetAtMs: number
  readonly allowed: boolean
}

interface Window {
  count: number
  endsAtMs: number
}

const MOST_WINDOWS = 200_000

/**
 * Fixed windows in memory (class `local`: several processes each keep their own). Bounded: expired windows are swept
 * when there are many, and if all are live the oldest go first.
 */
export class RateLimits {
  readonly #windows = new Map<string, Window>()

  take(name: LimitName, who: string, nowMs: number, percent: number): Allowance {
    const { count, seconds } = limits[name]
    const limit = Math.max(1, Math.floor((count * percent) / 100))
    const key = `${name} ${who}`
    let window = this.#windows.get(key)
    if (!window || window.endsAtMs <= nowMs) {
      if (this.#windows.size >= MOST_WINDOWS) this.#sweep(nowMs)
      window = { count: 0, endsAtMs: (Math.floor(nowMs / (seconds * 1000)) + 1) * seconds * 1000 }
      this.#windows.set(key, window)
    }
    window.count++
    const remaining = Math.max(0, limit - window.count)
    return { limit, remaining, resetAtMs: window.endsAtMs, allowed: window.count <= limit }
  }

  #sweep(nowMs: number): void {
    for (const [key, window] of this.#windows) if (window.endsAtMs <= nowMs) this.#windows.delete(key)
    for (const key of this.#windows.keys()) {
      if (this.#windows.size < MOST_WINDOWS / 2) break
      this.#windows.delete(key)
    }
  }
}

export const rateLimits = perApp(() => new RateLimits())

/** Somebody who gets less than everybody else. */
export interface Restraint {
  /** Of each limit, between 0 and 1. */
  readonly share: number
  /** A sentence for the person, in the 429 that they get. */
  readonly why: string
}

/** Asked at every request, so it answers from memory. @param accountId null: nobody is signed in. */
export type Restrain = (accountId: number | null, address: string) => Restraint | null

const restraining = perApp((_app: App): { by: Restrain | null } => ({ by: null }))

/** Lets a module above decide who gets less than the whole of every limit; the last one that says so does. */
export function restrainBy(app: App, by: Restrain): void {
  restraining(app).by = by
}

export const restraintOf = (app: App, accountId: number | null, address: string): Restraint | null =>
  restraining(app).by?.(accountId, address) ?? null

/** An IPv6 customer owns a /64 at least, so that is what counts as one address. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [before = [], after = []] = address.split('::').map((part) => part.split(':').filter(Boolean))
  const zeros = address.includes('::') ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : []
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}
