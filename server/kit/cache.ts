/**
 * A bounded read-through cache over a "load many" function, that may be invalidated at any moment.
 *
 * The race that such caches usually have: a load reads the old row, the row changes and is invalidated, and then the
 * load stores what it read. Here an invalidation also taints the loads under way, so what they read is returned to
 * their caller (who asked before the change) but not kept.
 *
 * Eviction is by generation: two maps, and when the young one is full the old one is dropped. It costs no bookkeeping
 * on a hit and keeps between `capacity / 2` and `capacity` entries.
 */
export class Cache<K extends number | string, V> {
  #young = new Map<K, V>()
  #old = new Map<K, V>()
  readonly #half: number
  readonly #loadMany: (keys: K[]) => Promise<Map<K, V>>
  readonly #loading = new Set<Set<K>>()

  /** @param capacity the most entries that are kept. @param loadMany one call for all missing keys; absent keys are absent. */
  constructor(capacity: number, loadMany: (keys: K[]) => Promise<Map<K, V>>) {
    this.#half = Math.max(1, Math.ceil(capacity / 2))
    this.#loadMany = loadMany
  }

  /** What is here, without loading. */
  peek(key: K): V | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  async get(key: K): Promise<V | undefined> {
    return this.peek(key) ?? (await this.#load([key])).get(key)
  }

  /** All that exist of the keys, in one load for those that are not here. */
  async getMany(keys: Iterable<K>): Promise<Map<K, V>> {
    const found = new Map<K, V>()
    const missing: K[] = []
    for (const key of new Set(keys)) {
      const value = this.peek(key)
      if (value === undefined) missing.push(key)
      else found.set(key, value)
    }
    if (missing.length > 0) for (const [key, value] of await this.#load(missing)) found.set(key, value)
    return found
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }

  /** Call it after the commit that changed what `key` stands for. */
  invalidate(key: K): void {
    this.#young.delete(key)
    this.#old.delete(key)
    for (const tainted of this.#loading) tainted.add(key)
  }

  clear(): void {
    for (const map of [this.#young, this.#old]) for (const key of map.keys()) this.invalidate(key)
    this.#everything = {}
  }

  /** Replaced by clear(), so that a load which began before it keeps nothing at all. */
  #everything: object = {}

  async #load(keys: K[]): Promise<Map<K, V>> {
    const tainted = new Set<K>()
    const began = this.#everything
    this.#loading.add(tainted)
    try {
      const loaded = await this.#loadMany(keys)
      if (began === this.#everything) {
        for (const [key, value] of loaded) if (!tainted.has(key)) this.set(key, value)
      }
      return loaded
    } finally {
      this.#loading.delete(tainted)
    }
  }
}
