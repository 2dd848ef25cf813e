import type { PostFact } from '../posts/index.ts'
import { RING_SIZE } from './rings.ts'
import { isFor, type Reader } from './wants.ts'

/** The newest posts of widely followed authors, kept once; who they are for is decided at read as a push would have. */
export class WidePosts {
  /** Newest first. */
  readonly #byAuthor = new Map<number, PostFact[]>()

  keep(fact: PostFact): void {
    const posts = this.#byAuthor.get(fact.authorId) ?? []
    if (posts.length === 0) this.#byAuthor.set(fact.authorId, posts)
    posts.unshift(fact)
    posts.sort((a, b) => b.postId - a.postId)
    if (posts.length > RING_SIZE) posts.length = RING_SIZE
  }

  /** A post was edited: it is judged by this from now on. */
  replace(fact: PostFact): void {
    const posts = this.#byAuthor.get(fact.authorId)
    const at = posts?.findIndex((one) => one.postId === fact.postId) ?? -1
    if (posts && at >= 0) posts[at] = fact
  }

  /** The ids above `floor` that belong into this home, and the floor above which those are all. */
  for(reader: Reader, floor: number): { ids: number[]; floor: number } {
    const ids: number[] = []
    let above = floor
    for (const [authorId, posts] of this.#byAuthor) {
      if (!reader.followees.has(authorId) && authorId !== reader.accountId) continue
      for (const fact of posts) if (fact.postId > floor && isFor(reader, fact)) ids.push(fact.postId)
      if (posts.length === RING_SIZE) above = Math.max(above, posts.at(-1)!.postId)
    }
    return { ids, floor: above }
  }

  clear(): void {
    this.#byAuthor.clear()
  }
}
