/**
 * How fast mails go to one host: so many at the same time, so many within any minute. Kept in memory (class `local`); a
 * host that nothing went to for a minute is forgotten.
 */
import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'

const MINUTE_MS = 60_000
/** From so many hosts on the quiet ones are swept. */
const MANY_HOSTS = 10_000

interface Host {
  running: number
  /** When the last mails had or will have their turn, oldest first; never more than may go within a minute. */
  turns: number[]
}

export class Pace {
  readonly #hosts = new Map<string, Host>()
  readonly #atOnce: number
  readonly #perMinute: number

  constructor(limits: { atOnce: number; perMinute: number }) {
    this.#atOnce = limits.atOnce
    this.#perMinute = limits.perMinute
  }

  /** Takes the next free turn. @returns how long to wait for it, in milliseconds; 0: go now. */
  reserve(name: string, nowMs: number): number {
    if (this.#hosts.size >= MANY_HOSTS) this.#sweep(nowMs)
    const { turns } = this.#host(name)
    const bound = turns.length < this.#perMinute ? 0 : turns.shift()! + MINUTE_MS
    const turn = Math.max(nowMs, bound)
    turns.push(turn)
    return turn - nowMs
  }

  /** False while as many as may be are under way; otherwise `end` must follow. */
  begin(name: string): boolean {
    const host = this.#host(name)
    if (host.running >= this.#atOnce) return false
    host.running++
    return true
  }

  end(name: string): void {
    this.#host(name).running--
  }

  #host(name: string): Host {
    const host = this.#hosts.get(name) ?? { running: 0, turns: [] }
    this.#hosts.set(name, host)
    return host
  }

  #sweep(nowMs: number): void {
    for (const [name, { running, turns }] of this.#hosts) {
      if (running === 0 && (turns.at(-1) ?? 0) < nowMs - MINUTE_MS) this.#hosts.delete(name)
    }
  }
}

export const hostOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** Where mails are only written to files there is nobody to be gentle with. */
export const paceOf = perApp(({ config: { mail } }: App) => {
  const none = { atOnce: Number.POSITIVE_INFINITY, perMinute: Number.POSITIVE_INFINITY }
  return new Pace(mail.smtpUrl === null ? none : mail.perHost)
})
