/** The active readers of one author, by slot: grows by doubling, and is scanned when somebody leaves. */
export class Audience {
  slots = new Uint32Array(4)
  size = 0

  add(slot: number): void {
    if (this.size === this.slots.length) {
      const larger = new Uint32Array(this.size * 2)
      larger.set(this.slots)
      this.slots = larger
    }
    this.slots[this.size++] = slot
  }

  remove(slot: number): void {
    const at = this.slots.subarray(0, this.size).indexOf(slot)
    if (at >= 0) this.slots[at] = this.slots[--this.size]!
  }
}

/** The audiences of many, each there while somebody is in it. */
export class Audiences<K> {
  readonly #byKey = new Map<K, Audience>()

  get(key: K): Audience | undefined {
    return this.#byKey.get(key)
  }

  join(slot: number, keys: Iterable<K>): void {
    for (const key of keys) {
      let audience = this.#byKey.get(key)
      if (!audience) {
        audience = new Audience()
        this.#byKey.set(key, audience)
      }
      audience.add(slot)
    }
  }

  leave(slot: number, keys: Iterable<K>): void {
    for (const key of keys) {
      const audience = this.#byKey.get(key)
      audience?.remove(slot)
      if (audience?.size === 0) this.#byKey.delete(key)
    }
  }
}
