/** How often one network may come to the door within a minute; kept in memory, and bounded. */
const MINUTE_MS = 60_000
const MOST_VISITS = 60
const MOST_NETWORKS = 10_000

export class Visits {
  #counts = new Map<string, number>()
  #minute = 0

  /** Counts a visit. @returns false when it is one too many. */
  admit(network: string, nowMs: number): boolean {
    const minute = Math.floor(nowMs / MINUTE_MS)
    // So many different visitors in a minute are an attack, and forgetting them is the smaller harm.
    if (minute !== this.#minute || this.#counts.size >= MOST_NETWORKS) this.#counts = new Map()
    this.#minute = minute
    const count = (this.#counts.get(network) ?? 0) + 1
    this.#counts.set(network, count)
    return count <= MOST_VISITS
  }
}
