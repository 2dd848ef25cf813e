type Watcher = (postId: number) => void

interface Watched {
  readonly calls: Set<Watcher>
  /** While a home is built again, two of one person take deliveries; each post is told once. */
  lastTold: number
}

/** Who is to be called when something comes into a home. */
export class Watchers {
  readonly #watched = new Map<number, Watched>()

  get size(): number {
    return this.#watched.size
  }

  has(accountId: number): boolean {
    return this.#watched.has(accountId)
  }

  accounts(): Iterable<number> {
    return this.#watched.keys()
  }

  /** @returns the end of it. */
  add(accountId: number, watcher: Watcher): () => void {
    const watched = this.#watched.get(accountId) ?? { calls: new Set(), lastTold: 0 }
    this.#watched.set(accountId, watched)
    watched.calls.add(watcher)
    return () => {
      watched.calls.delete(watcher)
      if (watched.calls.size === 0 && this.#watched.get(accountId) === watched) this.#watched.delete(accountId)
    }
  }

  tell(accountId: number, postId: number): void {
    const watched = this.#watched.get(accountId)
    if (!watched || watched.lastTold === postId) return
    watched.lastTold = postId
    for (const call of watched.calls) call(postId)
  }
}
