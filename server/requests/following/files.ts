import type { Ground } from '../../app.ts'
import { transact } from '../../storage/index.ts'
import { isGone } from './holder.ts'
import type { LogFile } from './log.ts'
import { beginLog, type FileState, finishedFiles, type Holder, releaseFiles, takeFiles } from './queries.ts'

/** What is held by another, or was just refused, is asked for again after this. */
const ASK_AGAIN_MS = 3000
const BACKOFF_MOST_MS = 60_000

/** What a follower knows of a file between two looks. */
export interface Held {
  /** How far it was read; ahead of the database while a commit is under way. */
  place: number
  finished: boolean
  /** Who else reads it. */
  elsewhere: string | null
  /** By the clock of `performance`: until when it is ours, or when to ask again. */
  untilMs: number
  /** The size and finality at which nothing more was found: it is not looked into again before one of them changes. */
  exhausted: string | null
  failures: number
}

/** The files of one log as far as one follower holds them. */
export class Files {
  readonly #app: Ground
  readonly #by: Holder
  #held = new Map<string, Held>()
  /** Those of which was asked whether they are finished. */
  #checked = new Set<string>()

  constructor(app: Ground, by: Holder) {
    this.#app = app
    this.#by = by
  }

  /** Marks what was there before anybody followed this log as finished; nothing where somebody has. */
  readonly begin = async (before: readonly LogFile[]): Promise<void> => {
    if (before.length > 0) await transact(this.#app.db, (tx) => beginLog(tx, this.#by, before))
  }

  /** After a commit that failed: the database alone knows how far everything is. */
  forget(): void {
    this.#held = new Map()
    this.#checked = new Set()
  }

  /** Of the files that there are, those that others read, and who. */
  elsewhere(listed: readonly LogFile[]): string[] {
    return [...new Set(listed.map(({ file }) => this.#held.get(file)?.elsewhere ?? null))].filter((who) => who !== null)
  }

  failing(): number {
    return [...this.#held.values()].filter(({ failures }) => failures > 0).length
  }

  /** What was read of it since is void. */
  stepBack(file: string, place: number): void {
    const held = this.#held.get(file)
    if (held) Object.assign(held, { place, finished: false, exhausted: null })
  }

  /** Those of the listed files in which there may be something to read, held for us; the others are left alone. */
  async take(listed: readonly LogFile[], most: number): Promise<[LogFile, Held][]> {
    if (listed.length > most) await this.#check(listed)
    const now = performance.now()
    const news = listed.filter((one) => hasNews(one, this.#held.get(one.file), now)).slice(0, most)
    // A lease is renewed when half of it is over, and with every commit.
    const due = news.filter(({ file }) => (this.#held.get(file)?.untilMs ?? 0) < now + this.#by.leaseMs / 2)
    if (due.length > 0) await this.#ask(due)
    this.#drop(listed)
    return news.flatMap((one) => {
      const held = this.#held.get(one.file)
      return held && !held.finished && held.elsewhere === null ? [[one, held] as [LogFile, Held]] : []
    })
  }

  /** There may be thousands that were finished long ago; nobody needs to hold those to find out. */
  async #check(listed: readonly LogFile[]): Promise<void> {
    const unheard = listed.map(({ file }) => file).filter((file) => !this.#held.has(file) && !this.#checked.has(file))
    if (unheard.length === 0) return
    for (const { file, place } of await finishedFiles(this.#app.db.read, this.#by.source, this.#by.reader, unheard)) {
      this.#learn({ file, place, finished: true, ours: false, held_by: null }, performance.now())
    }
    for (const file of unheard) this.#checked.add(file)
  }

  async #ask(files: readonly LogFile[]): Promise<void> {
    const { db } = this.#app
    let states = await transact(db, (tx) => takeFiles(tx, this.#by, files, []))
    const dead = states.flatMap((state) => (!state.ours && state.held_by && isGone(state.held_by) ? state.held_by : []))
    if (dead.length > 0) states = await transact(db, (tx) => takeFiles(tx, this.#by, files, dead))
    const now = performance.now()
    for (const state of states) this.#learn(state, now)
  }

  #learn({ file, place, finished, ours, held_by }: FileState, now: number): void {
    const before = this.#held.get(file)
    const elsewhere = ours || finished ? null : (held_by ?? 'another follower')
    const untilMs = now + (ours ? this.#by.leaseMs : finished ? Number.POSITIVE_INFINITY : ASK_AGAIN_MS)
    // While it was ours nobody else moved in it; what we have read of it may not be committed yet.
    const wasOurs = before !== undefined && before.elsewhere === null && ours
    if (wasOurs) Object.assign(before, { untilMs })
    else this.#held.set(file, { place, finished, elsewhere, untilMs, exhausted: null, failures: 0 })
  }

  /** What is not there any more need not be remembered. */
  #drop(listed: readonly LogFile[]): void {
    if (this.#held.size <= listed.length + 1000) return
    const there = new Set(listed.map(({ file }) => file))
    for (const file of this.#held.keys()) if (!there.has(file)) this.#held.delete(file)
    for (const file of this.#checked) if (!there.has(file)) this.#checked.delete(file)
  }

  async release(): Promise<void> {
    this.forget()
    await transact(this.#app.db, (tx) => releaseFiles(tx, this.#by))
  }
}

/** How a file looks from outside: when this has not changed there is nothing new in it. */
export const looksOf = ({ size, final, path }: LogFile): string => `${size} ${final} ${path}`

function hasNews(file: LogFile, held: Held | undefined, now: number): boolean {
  if (held === undefined) return true
  if (held.finished) return false
  if (held.elsewhere !== null || held.failures > 0) return held.untilMs <= now
  if (held.exhausted === looksOf(file)) return false
  return file.sealed || file.size > held.place
}

/** A file that cannot be read is left alone for a while, longer each time. */
export function failed(held: Held): void {
  held.failures++
  held.untilMs = performance.now() + Math.min(BACKOFF_MOST_MS, 500 * 2 ** held.failures)
}
