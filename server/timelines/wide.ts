import type { PostFact } from '../posts/index.ts'
import { RING_SIZE } from './rings.ts'
import { isFor, type Reader } from './wants.ts'

/**
 * The newest posts of widely followed authors (or hashtags), kept once; who they are for is decided at read as a push
 * would have.
 */
export class WidePosts<K> {
  /** Newest first. */
  readonly #byKey = new Map<K, PostFact[]>()

  keep(key: K, fact: PostFact): void {
    const posts = this.#byKey.get(key) ?? []
    if (posts.length === 0) this.#byKey.set(key, posts)
    posts.unshift(fact)
    posts.sort((a, b) => b.postId - a.postId)
    if (posts.length > RING_SIZE) posts.length = RING_SIZE
  }

  /** A post was edited: it is judged by this from now on. */
  replace(key: K, fact: PostFact): void {
    const posts = this.#byKey.get(key)
    const at = posts?.findIndex((one) => one.postId === fact.postId) ?? -1
    if (posts && at >= 0) posts[at] = fact
  }

  /**
   * Adds to `ids` those above `floor` that belong into this home; @returns the floor above which these are all.
   *
   * @param concerns whether this reader may get anything kept under this key.
   */
  addTo(ids: Set<number>, reader: Reader, floor: number, concerns: (key: K) => boolean): number {
    let above = floor
    for (const [key, posts] of this.#byKey) {
      if (!concerns(key)) continue
      for (const fact of posts) if (fact.postId > floor && isFor(reader, fact)) ids.add(fact.postId)
      if (posts.length === RING_SIZE) above = Math.max(above, posts.at(-1)!.postId)
    }
    return above
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0
  }

  clear(): void {
    this.#byKey.clear()
  }
}
