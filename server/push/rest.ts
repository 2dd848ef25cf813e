import { perApp } from '../kit/index.ts'

const FIRST_MS = 30_000
const LONGEST_MS = 3600 * 1000
const MOST_KEPT = 10_000

/**
 * Push services that do not answer are left alone for a while, doubled each time, so that a dead one costs a worker ten
 * seconds now and then and not for every notification.
 */
class Rest {
  readonly #resting = new Map<string, { failures: number; untilMs: number }>()

  /** How long the service of this address still rests, in milliseconds; 0: not. */
  of(endpoint: string, nowMs: number): number {
    return Math.max((this.#resting.get(new URL(endpoint).origin)?.untilMs ?? 0) - nowMs, 0)
  }

  answered(endpoint: string): void {
    this.#resting.delete(new URL(endpoint).origin)
  }

  /** @returns for how long it rests. */
  failed(endpoint: string, nowMs: number): number {
    const { origin } = new URL(endpoint)
    const failures = (this.#resting.get(origin)?.failures ?? 0) + 1
    const restMs = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS)
    this.#resting.delete(origin)
    this.#resting.set(origin, { failures, untilMs: nowMs + restMs })
    if (this.#resting.size > MOST_KEPT) this.#resting.delete(this.#resting.keys().next().value!)
    return restMs
  }
}

export const restOf = perApp(() => new Rest())
