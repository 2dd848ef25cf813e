/**
 * A list of posts that goes on at both ends: older pages when one scrolls, new posts from the stream, which wait until
 * somebody wants to see them. What was missed during a break is read; where more is missing than one page there is a
 * gap among the rows, which can be filled. Knows nothing of React (use-timeline.ts) and nothing of the window.
 */
import type { Account } from '../../server/accounts/schema.ts'
import type { Status } from '../../server/posts/schema.ts'
import { type StoredStatus, statuses } from '../api/entities.ts'
import { address, getPage, type Paged, type Query } from '../api/http.ts'
import type { StreamEvent } from '../api/stream.ts'
import { gapUnder, isGap, keyOfGap, merged, newestOf, paramOf } from './rows.ts'
import { keepSeen } from './seen.ts'

/** What is shown. `rows` are ids of posts, newest first, and gaps (rows.ts). */
export interface TimelineState {
  readonly phase: 'loading' | 'ready' | 'failed'
  readonly rows: readonly string[]
  readonly error: unknown
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  /** Gaps that are being filled. */
  readonly filling: readonly string[]
}

/** What waits: how many posts, and of whom the newest are (at most three). */
export interface Waiting {
  readonly count: number
  readonly isMore: boolean
  readonly faces: readonly Account[]
}

export interface TimelineOptions {
  readonly path: string
  readonly query?: Query
  /** Who looks; without it a visitor. */
  readonly viewerId?: string
  /** Whether a post that was just written in this browser belongs here. */
  readonly accepts?: (status: StoredStatus) => boolean
  /** Whether new posts are to come by themselves now. */
  readonly isLive?: () => boolean
  /** Of the API client; given by tests. */
  readonly load?: (url: string, query?: Query) => Promise<Paged<Status>>
}

const FIRST_PAGE = 20
const PAGE = 40
/** So many posts may wait; older ones become a gap. They are not kept before they are shown, so they cost little. */
export const MOST_WAITING = 400
/** A list longer than the first is cut to the second when its reader goes to the top. */
const LONG_ROWS = 2000
const SHORT_ROWS = 200
const MOST_FACES = 3
const NOBODY: Waiting = { count: 0, isMore: false, faces: [] }

export class Timeline {
  readonly #options: TimelineOptions
  readonly #load: NonNullable<TimelineOptions['load']>
  readonly #listeners = new Set<() => void>()
  readonly #held = new Set<string>()
  #waiting = new Map<string, Status>()
  #waitingGaps: string[] = []
  #next: string | null = null
  /** Everything up to this post was received, or is marked by a gap. */
  #syncedTo = ''
  #isCatchingUp = false
  state: TimelineState = {
    phase: 'loading',
    rows: [],
    error: null,
    hasNextPage: false,
    isFetchingNextPage: false,
    isFetchNextPageError: false,
    filling: [],
  }
  waiting: Waiting = NOBODY

  constructor(options: TimelineOptions, initial?: readonly Status[]) {
    this.#options = options
    this.#load = options.load ?? ((url, query) => getPage<Status>(url, query))
    // A page that the server wrote has no Link header: there may be more as long as there is one.
    if (initial) this.#begin({ items: [...initial], next: this.#after(initial.at(-1)?.id), prev: null })
    else void this.reload()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readState = (): TimelineState => this.state
  readWaiting = (): Waiting => this.waiting

  /** Reads the first page, as at the beginning or after a failure. */
  async reload(): Promise<void> {
    this.#change({ phase: 'loading', error: null })
    try {
      this.#begin(await this.#first())
    } catch (error) {
      this.#change({ phase: 'failed', error })
    }
  }

  /** Reads a short list anew: whom one has followed since it was read brings older posts into it. */
  async refill(): Promise<void> {
    if (this.state.phase !== 'ready' || this.state.rows.length >= FIRST_PAGE) return
    try {
      this.#begin(await this.#first())
      for (const row of this.state.rows) this.#waiting.delete(row)
      this.#announce()
    } catch {
      // What is there stays; the stream says when the server is reached again.
    }
  }

  #first(): Promise<Paged<Status>> {
    return this.#load(this.#options.path, { ...this.#options.query, limit: FIRST_PAGE })
  }

  #begin(page: Paged<Status>): void {
    this.#next = page.next
    this.#held.clear()
    const rows = this.#hold(page.items)
    this.#sync(rows[0])
    this.#change({ phase: 'ready', rows, hasNextPage: page.next !== null })
  }

  /** Older posts at the end. */
  fetchNextPage = async (): Promise<void> => {
    if (this.#next === null || this.state.isFetchingNextPage) return
    this.#change({ isFetchingNextPage: true, isFetchNextPageError: false })
    try {
      const page = await this.#load(this.#next)
      this.#next = page.next
      const rows = [...this.state.rows, ...this.#hold(page.items)]
      this.#change({ rows, hasNextPage: page.next !== null, isFetchingNextPage: false })
    } catch (error) {
      this.#change({ isFetchingNextPage: false, isFetchNextPageError: true, error })
    }
  }

  /** What came on the stream: some events at once, one change of the state. */
  receive(events: readonly StreamEvent[]): void {
    const deleted = new Set<string>()
    for (const { event, payload } of events) {
      if (event === 'update') this.#await(payload as Status)
      else if (event === 'status.update') this.#edited(payload as Status)
      else if (event === 'delete') deleted.add(payload as string)
    }
    if (deleted.size > 0) this.#remove(deleted)
    this.#settle()
  }

  #await(status: Status): void {
    this.#sync(status.id)
    // Who boosts has just seen the post: nothing new waits for them.
    if (status.reblog && status.account.id === this.#options.viewerId) return
    if (!this.#held.has(status.id)) this.#waiting.set(status.id, status)
  }

  #edited(status: Status): void {
    if (this.#waiting.has(status.id)) this.#waiting.set(status.id, status)
    if (statuses.get(status.id)) keepSeen([status], this.#options.viewerId ?? null)
  }

  #remove(ids: ReadonlySet<string>): void {
    for (const id of ids) {
      this.#waiting.delete(id)
      this.#held.delete(id)
    }
    if (this.state.rows.some((row) => ids.has(row))) {
      this.#change({ rows: this.state.rows.filter((row) => !ids.has(row)) })
    }
    for (const id of ids) statuses.remove(id)
  }

  /** Shows what waits, or says that it does. */
  #settle(): void {
    if (this.#waiting.size > MOST_WAITING) {
      const newest = newestOf(this.#waiting.keys(), MOST_WAITING)
      this.#waiting = new Map(newest.map((id) => [id, this.#waiting.get(id)!]))
      this.#waitingGaps = [gapUnder(newest.at(-1)!)]
    }
    const isLive = this.#options.isLive?.() || (this.state.phase === 'ready' && this.state.rows.length === 0)
    if (isLive && this.#waiting.size > 0) this.show()
    else this.#announce()
  }

  #announce(): void {
    const count = this.#waiting.size
    if (count === 0 && this.waiting === NOBODY) return
    const people = new Map<string, Account>()
    for (const status of [...this.#waiting.values()].reverse()) {
      people.set(status.account.id, status.account)
      if (people.size === MOST_FACES) break
    }
    this.waiting = count === 0 ? NOBODY : { count, isMore: this.#waitingGaps.length > 0, faces: [...people.values()] }
    this.#tell()
  }

  /** Puts what waits into the list; whoever calls it takes the reader to the top. */
  show = (): void => {
    if (this.#waiting.size === 0 && this.#waitingGaps.length === 0) return
    const shown = this.#hold([...this.#waiting.values()])
    const added = newestOf([...shown, ...this.#waitingGaps])
    this.#waiting.clear()
    this.#waitingGaps = []
    this.waiting = NOBODY
    this.#change({ rows: merged(added, this.state.rows) })
    this.#shorten()
  }

  #shorten(): void {
    const { rows } = this.state
    if (rows.length <= LONG_ROWS) return
    const kept = rows.slice(0, SHORT_ROWS)
    for (const row of rows.slice(SHORT_ROWS)) this.#held.delete(row)
    this.#next = this.#after(kept.findLast((row) => !isGap(row)))
    this.#change({ rows: kept, hasNextPage: true })
  }

  /** A post that was just written in this browser, and is in the store, is there at once. */
  insert(id: string): void {
    const status = statuses.get(id)
    if (this.state.phase !== 'ready' || !status || !this.#options.accepts?.(status) || this.#held.has(id)) return
    this.#waiting.delete(id)
    this.#held.add(id)
    this.#change({ rows: merged([id], this.state.rows) })
    this.#announce()
  }

  /** Reads what came while nobody listened. It waits like what streams in; what does not fit on a page leaves a gap. */
  async catchUp(): Promise<void> {
    if (this.state.phase !== 'ready' || this.#isCatchingUp) return
    this.#isCatchingUp = true
    try {
      if (this.#syncedTo === '') {
        this.#begin(await this.#first())
        return
      }
      const page = await this.#load(this.#options.path, {
        ...this.#options.query,
        since_id: this.#syncedTo,
        limit: PAGE,
      })
      for (const status of page.items) this.#await(status)
      const gap = page.next && gapUnder(paramOf(page.next, 'max_id') ?? page.items.at(-1)?.id ?? '')
      if (gap) this.#waitingGaps = [...this.#waitingGaps, gap]
      this.#settle()
    } catch {
      // Not reached: the next time that the connection is there again it is tried anew.
    } finally {
      this.#isCatchingUp = false
    }
  }

  /** Reads a page of what is missing below this gap. @throws ApiError. */
  async fill(gap: string): Promise<void> {
    if (this.state.filling.includes(gap)) return
    this.#change({ filling: [...this.state.filling, gap] })
    try {
      const below = this.state.rows.slice(this.state.rows.indexOf(gap) + 1).find((row) => !isGap(row))
      const query = { ...this.#options.query, max_id: keyOfGap(gap), since_id: below, limit: PAGE }
      const page = await this.#load(this.#options.path, query)
      const rest = page.next && gapUnder(paramOf(page.next, 'max_id') ?? '')
      const at = this.state.rows.indexOf(gap)
      const rows = [...this.state.rows]
      rows.splice(at, 1, ...this.#hold(page.items), ...(rest ? [rest] : []))
      this.#change({ rows })
    } finally {
      this.#change({ filling: this.state.filling.filter((one) => one !== gap) })
    }
  }

  /** Keeps posts that are going to be shown. @returns the ids of those that were not there yet. */
  #hold(list: readonly Status[]): string[] {
    const fresh = list.filter(({ id }) => !this.#held.has(id))
    for (const { id } of fresh) this.#held.add(id)
    keepSeen(fresh, this.#options.viewerId ?? null)
    return fresh.map(({ id }) => id)
  }

  #sync(id: string | undefined): void {
    if (id !== undefined) this.#syncedTo = newestOf([id, this.#syncedTo])[0]!
  }

  #after(id: string | undefined): string | null {
    return id === undefined ? null : address(this.#options.path, { ...this.#options.query, max_id: id, limit: PAGE })
  }

  #change(change: Partial<TimelineState>): void {
    this.state = { ...this.state, ...change }
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
