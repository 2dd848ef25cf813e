import type { EditFact, PostFact } from '../posts/index.ts'
import { type Audience, Audiences } from './audiences.ts'
import { authorsFor, type Build, type Home } from './home.ts'
import { RING_SIZE, Rings } from './rings.ts'
import { isByAuthorFor, isFor, isReplyToOther, isTagged, tagFor, type Wishes, wants } from './wants.ts'
import { Watchers } from './watchers.ts'
import { WidePosts } from './wide.ts'

/** What building a home needs from the database. */
export interface HomeSource {
  wishes(accountId: number): Promise<Wishes>
  /** The newest ids of the home timeline, newest first, at most `most`. */
  newest(accountId: number, most: number): Promise<number[]>
}

export interface HomeLimits {
  readonly readers: number
  readonly fanOutLimit: number
}

/** So many deleted posts are remembered before all homes are built anew. */
const MOST_GONE = 50_000

/**
 * Home timelines by hybrid fan-out (design section 6). A post is pushed into the rings of its author's active readers,
 * and of those who follow one of its hashtags; one by an author (or with a hashtag) with more of them than `fanOutLimit`
 * is kept once and merged in at read. A cache and nothing else: whoever is not here is built from Postgres by one query,
 * and whatever is uncertain is dropped and built again.
 */
export class Homes {
  readonly #source: HomeSource
  readonly #limits: HomeLimits
  readonly #rings = new Rings()
  /** In the order of their last reading, the longest unread first. */
  readonly #homes = new Map<number, Home>()
  readonly #bySlot: (Home | undefined)[] = []
  readonly #building = new Map<number, Build>()
  readonly #ofAuthors = new Audiences<number>()
  readonly #ofTags = new Audiences<string>()
  readonly #wideAuthors = new WidePosts<number>()
  readonly #wideTags = new WidePosts<string>()
  readonly #watchers = new Watchers()
  /** Deleted posts that rings may still hold. */
  readonly #gone = new Set<number>()
  /** Deliveries so far: into rings, and readers spared by merging at read. */
  deliveries = 0

  constructor(source: HomeSource, limits: HomeLimits) {
    this.#source = source
    this.#limits = limits
  }

  get size(): number {
    return this.#homes.size
  }

  /**
   * The ids of a home between the bounds (both exclusive), newest first.
   *
   * @returns null when this memory cannot answer for the whole range: ask Postgres.
   */
  async read(accountId: number, page: { above: number; below: number; upwards: boolean; limit: number }) {
    const kept = this.#homes.get(accountId)
    const home = kept && !kept.stale ? kept : await this.#build(accountId)
    this.#touch(home)
    const { ids, floor } = this.#merged(home)
    const gone = this.#gone
    const within = ids.filter((id) => id < page.below && id > page.above && !(gone.size > 0 && gone.has(id)))
    const whole = floor < 0 || page.above >= floor
    if (page.upwards) return whole ? within.slice(-page.limit) : null
    return whole || within.length >= page.limit ? within.slice(0, page.limit) : null
  }

  /** Delivers a post that was just committed. */
  deliver(fact: PostFact): void {
    const audience = this.#ofAuthors.get(fact.authorId)
    if (audience) this.#deliverByAuthor(audience, fact)
    if (isTagged(fact)) this.#deliverByTags(fact)
  }

  #deliverByAuthor(audience: Audience, fact: PostFact): void {
    if (audience.size > this.#limits.fanOutLimit) {
      this.#wideAuthors.keep(fact.authorId, fact)
      this.#tellOfWide(fact)
      return
    }
    const { slots, size } = audience
    const isPlain = fact.visibility !== 'direct' && fact.boostOfId === null && !isReplyToOther(fact)
    for (let i = 0; i < size; i++) {
      const home = this.#bySlot[slots[i]!]!
      if ((isPlain && home.wantsAll) || wants(home, fact)) this.#push(home, fact.postId)
    }
  }

  /** To each home once, and not to those that its author brings it to. */
  #deliverByTags(fact: PostFact): void {
    for (const tag of fact.tags) {
      const audience = this.#ofTags.get(tag)
      if (!audience) continue
      if (audience.size > this.#limits.fanOutLimit) {
        this.#wideTags.keep(tag, fact)
        this.#tellOfWide(fact)
        continue
      }
      const { slots, size } = audience
      for (let i = 0; i < size; i++) {
        const home = this.#bySlot[slots[i]!]!
        if (tagFor(home, fact) === tag && !isByAuthorFor(home, fact)) this.#push(home, fact.postId)
      }
    }
  }

  /** Forgets a home; one that is watched is built again at once and goes on telling meanwhile. */
  drop(accountId: number): void {
    const build = this.#building.get(accountId)
    if (build) build.stale = true
    const home = this.#homes.get(accountId)
    if (!this.#watchers.has(accountId)) {
      if (home) this.#remove(home)
      return
    }
    if (home) home.stale = true
    this.#buildForWatchers(accountId)
  }

  /** A post was deleted: it is left out from now on. Its ids stay in the rings; when there are many, all are built anew. */
  forget(postId: number): void {
    this.#gone.add(postId)
    if (this.#gone.size > MOST_GONE) this.dropAll()
  }

  /**
   * An edit changed whom a post is for: those whom a direct post names, who want its language, or who follow one of its
   * hashtags. Their homes are built anew, since a ring takes nothing out of its middle.
   */
  edited(fact: EditFact): void {
    this.#wideAuthors.replace(fact.authorId, fact)
    for (const tag of [...fact.tags, ...fact.retagged]) this.#wideTags.replace(tag, fact)
    const named = fact.visibility === 'direct' ? [...fact.mentioned, ...fact.unmentioned] : []
    const byLanguage = fact.languageChanged ? this.#readersIn(this.#ofAuthors.get(fact.authorId)) : []
    const retagged = fact.visibility === 'public' ? fact.retagged : []
    const byTag = retagged.flatMap((tag) => this.#readersIn(this.#ofTags.get(tag)))
    for (const id of new Set([...named, ...byLanguage, ...byTag])) this.drop(id)
  }

  #readersIn(audience: Audience | undefined): number[] {
    return audience
      ? Array.from(audience.slots.subarray(0, audience.size), (slot) => this.#bySlot[slot]!.accountId)
      : []
  }

  dropAll(): void {
    this.#wideAuthors.clear()
    this.#wideTags.clear()
    this.#gone.clear()
    for (const accountId of [...this.#homes.keys(), ...this.#building.keys()]) this.drop(accountId)
  }

  /** Calls back for each post that is delivered to this home from now on; @returns the end of it. */
  watch(accountId: number, watcher: (postId: number) => void): () => void {
    const end = this.#watchers.add(accountId, watcher)
    if (!this.#homes.has(accountId)) this.#buildForWatchers(accountId)
    return end
  }

  /** A failure (no database) leaves the home stale; the next reading or dropping builds it. */
  #buildForWatchers(accountId: number): void {
    this.#build(accountId).catch(() => {})
  }

  #push(home: Home, postId: number): void {
    this.deliveries++
    if (home.pending) home.pending.push(postId)
    else this.#rings.push(home.slot, postId)
    if (this.#watchers.size > 0) this.#watchers.tell(home.accountId, postId)
  }

  #tellOfWide(fact: PostFact): void {
    for (const accountId of this.#watchers.accounts()) {
      const home = this.#homes.get(accountId)
      if (home && isFor(home, fact)) this.#watchers.tell(accountId, fact.postId)
    }
  }

  /** The ring with what is kept wide, newest first, and the floor above which that is all there is. */
  #merged(home: Home): { ids: number[]; floor: number } {
    const pushed = this.#rings.read(home.slot)
    const bottom = this.#rings.overflowed(home.slot) ? Math.max(home.floor, pushed.at(-1)!) : home.floor
    if (this.#wideAuthors.isEmpty && this.#wideTags.isEmpty) return { ids: pushed, floor: bottom }
    const wide = new Set<number>()
    const isAuthor = (id: number) => id === home.accountId || home.followees.has(id)
    const byAuthors = this.#wideAuthors.addTo(wide, home, bottom, isAuthor)
    const floor = Math.max(
      byAuthors,
      this.#wideTags.addTo(wide, home, bottom, (tag) => home.tags.has(tag)),
    )
    const ids = wide.size === 0 ? pushed : [...new Set([...pushed, ...wide])].sort((a, b) => b - a)
    // Below the floor posts are missing that would belong between these.
    return { ids: floor > bottom ? ids.filter((id) => id >= floor) : ids, floor }
  }

  #touch(home: Home): void {
    this.#homes.delete(home.accountId)
    this.#homes.set(home.accountId, home)
  }

  async #build(accountId: number): Promise<Home> {
    const underWay = this.#building.get(accountId)
    if (underWay) return await underWay.home
    const build = { stale: false } as Build
    this.#building.set(accountId, build)
    build.home = this.#finish(accountId, build)
    return await build.home
  }

  async #finish(accountId: number, build: Build): Promise<Home> {
    try {
      for (;;) {
        const home = await this.#load(accountId)
        if (!build.stale) {
          const before = this.#homes.get(accountId)
          if (before) this.#remove(before)
          this.#homes.set(accountId, home)
          this.#evict()
          return home
        }
        this.#leave(home)
        build.stale = false
      }
    } finally {
      this.#building.delete(accountId)
    }
  }

  async #load(accountId: number): Promise<Home> {
    const { followees, tags, excluded } = await this.#source.wishes(accountId)
    const slot = this.#rings.open()
    const wantsAll = [...followees.values()].every(({ languages }) => languages === null)
    const home: Home = { slot, wantsAll, pending: [], accountId, followees, tags, excluded, floor: -1, stale: false }
    // In the audiences before the query, so that a post that commits meanwhile is in the one or in the other.
    this.#bySlot[slot] = home
    this.#ofAuthors.join(slot, authorsFor(home))
    this.#ofTags.join(slot, home.tags)
    try {
      const ids = await this.#source.newest(accountId, RING_SIZE)
      if (ids.length >= RING_SIZE) home.floor = ids.at(-1)!
      for (const id of [...new Set([...ids, ...home.pending!])].sort((a, b) => a - b)) this.#rings.push(slot, id)
      home.pending = null
    } catch (error) {
      this.#leave(home)
      throw error
    }
    return home
  }

  #evict(): void {
    for (const home of this.#homes.values()) {
      if (this.#homes.size <= this.#limits.readers) return
      if (!this.#watchers.has(home.accountId)) this.#remove(home)
    }
  }

  #remove(home: Home): void {
    this.#homes.delete(home.accountId)
    this.#leave(home)
  }

  #leave(home: Home): void {
    this.#ofAuthors.leave(home.slot, authorsFor(home))
    this.#ofTags.leave(home.slot, home.tags)
    this.#bySlot[home.slot] = undefined
    this.#rings.close(home.slot)
  }
}
