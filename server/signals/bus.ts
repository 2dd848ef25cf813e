import { messageOf } from '../kit/index.ts'
import type { Database, Tx } from '../storage/index.ts'
import { compile, type Dispatch } from './dispatch.ts'
import { insertFact, insertJobs } from './queries.ts'
import { declaredSignals, type Question, type Signal } from './signal.ts'

export type Guarantee = 'during' | 'after' | 'later' | 'elsewhere'

export interface LaterOptions {
  /** How often it is tried before the job is parked for a person to look at. */
  readonly attempts?: number
  /** It waits for something outside the database (a mail server): it runs alone in its transaction. */
  readonly slow?: boolean
}

export interface LaterListener {
  readonly name: string
  readonly attempts: number
  readonly slow: boolean
  run(tx: Tx, fact: unknown): Promise<unknown>
}

interface Hearing {
  readonly signal: string
  readonly listener: string
  readonly guarantee: Guarantee
}

interface BusLog {
  error(fields: object, message: string): void
}

type During = { name: string; run: (tx: Tx, fact: never) => Promise<unknown> }
type After = { name: string; run: (fact: never) => unknown }

const buses = new WeakMap<Database, Bus>()

/** Who hears what. One per App; the table of it is printed by `tweeter signals`. */
export class Bus {
  readonly #log: BusLog
  readonly now: () => Date
  readonly #during = new Map<number, During[]>()
  readonly #after = new Map<number, After[]>()
  readonly #later = new Map<number, LaterListener[]>()
  readonly #elsewhere = new Map<number, LaterListener[]>()
  readonly #dispatchers: (Dispatch<never> | undefined)[] = []
  readonly #answers = new Map<string, (question: never) => unknown>()
  readonly #hearings: Hearing[] = []
  readonly #names = new Set<string>()
  /** The number of this site while there is another, whose processes must hear what is emitted here; else null. */
  toldBy: number | null = null
  /** Called after a commit that left jobs behind. */
  onJobs: () => void = () => {}

  constructor(db: Database, log: BusLog, now: () => Date) {
    this.#log = log
    this.now = now
    buses.set(db, this)
  }

  /** In the sender's transaction: both or neither. A failure undoes the sender's work too. */
  during<T>(signal: Signal<T>, name: string, run: (tx: Tx, fact: T) => Promise<unknown>): void {
    this.#hear(signal, name, 'during')
    push(this.#during, signal.index, { name, run })
  }

  /** After the commit, in this process, at once. Lost in a crash: for caches and streams, which are rebuilt anyway. */
  after<T>(signal: Signal<T>, name: string, run: (fact: T) => unknown): void {
    this.#hear(signal, name, 'after')
    push(this.#after, signal.index, { name, run })
    const listeners = this.#after.get(signal.index)!
    this.#dispatchers[signal.index] = compile<never>(
      listeners.map((listener) => listener.run),
      (index, error) => this.#failed(signal.name, listeners[index]!.name, error),
    )
  }

  /**
   * A job row in the sender's transaction: at least once, retried with backoff, parked after `attempts`. What it writes
   * through its `tx` happens exactly once; what it does outside the database must bear being repeated.
   */
  later<T>(
    signal: Signal<T>,
    name: string,
    run: (tx: Tx, fact: T) => Promise<unknown>,
    options: LaterOptions = {},
  ): void {
    this.#hear(signal, name, 'later')
    push(this.#later, signal.index, job(name, run, options))
  }

  /**
   * A job at the other site, once the fact has come there: for what only that site knew of, and the sender could not
   * end (a post was deleted here while it was boosted there). Not run where it was emitted. As with `later` it may be
   * repeated; it comes some time after, so it looks whether the fact still holds.
   */
  elsewhere<T>(
    signal: Signal<T>,
    name: string,
    run: (tx: Tx, fact: T) => Promise<unknown>,
    options: LaterOptions = {},
  ): void {
    this.#hear(signal, name, 'elsewhere')
    push(this.#elsewhere, signal.index, job(name, run, options))
  }

  /** The one answer to a question. */
  answer<Q, A>(question: Question<Q, A>, run: (question: Q) => Promise<A | null> | A | null): void {
    if (this.#answers.has(question.name)) throw new Error(`The question "${question.name}" has two answers.`)
    this.#answers.set(question.name, run)
  }

  /** @returns the answer, or null when nobody above answers. */
  async ask<Q, A>(question: Question<Q, A>, about: Q): Promise<A | null> {
    const run = this.#answers.get(question.name) as ((question: Q) => Promise<A | null>) | undefined
    return run ? await run(about) : null
  }

  hearings(): readonly Hearing[] {
    return this.#hearings
  }

  laterListeners(): ReadonlyMap<string, LaterListener> {
    const all = [...this.#later.values(), ...this.#elsewhere.values()].flat()
    return new Map(all.map((listener) => [listener.name, listener]))
  }

  /** For `emit` and `pulse`. */
  dispatch<T>(signal: Signal<T>, fact: T): void {
    this.#dispatchers[signal.index]?.(fact as never)
  }

  /** For `emitAt`. */
  async writeAt<T>(tx: Tx, signal: Signal<T>, fact: T, at: Date): Promise<void> {
    const later = this.#later.get(signal.index) ?? []
    const names = later.map((listener) => listener.name)
    if (names.length > 0) await insertJobs(tx, names, fact, at)
  }

  /** For `emit`. */
  async write<T>(tx: Tx, signal: Signal<T>, fact: T): Promise<void> {
    const later = this.#later.get(signal.index)
    if (later) {
      await insertJobs(
        tx,
        later.map((listener) => listener.name),
        fact,
        this.now(),
      )
      tx.afterCommit(() => this.onJobs())
    }
    for (const listener of this.#during.get(signal.index) ?? []) await listener.run(tx, fact as never)
    const isHeard = this.#dispatchers[signal.index] !== undefined
    if (this.toldBy !== null && (isHeard || this.#elsewhere.has(signal.index))) {
      await insertFact(tx, this.toldBy, signal.name, fact)
    }
    if (isHeard) tx.afterCommit(() => this.dispatch(signal, fact))
  }

  /** A fact of the other site has come here, with the rows it tells of: only `after` listeners hear it. */
  arrived(name: string, fact: unknown): void {
    // The other site may run a newer Tweeter.
    const signal = signalNamed(name)
    if (signal) this.dispatch(signal, fact)
  }

  /** Leaves the jobs of `elsewhere` listeners of a fact that has come here, in the transaction that takes it. */
  async writeArrived(tx: Tx, name: string, fact: unknown): Promise<void> {
    const signal = signalNamed(name)
    const listeners = signal && this.#elsewhere.get(signal.index)
    if (!listeners) return
    const names = listeners.map((listener) => listener.name)
    await insertJobs(tx, names, fact, this.now())
    tx.afterCommit(() => this.onJobs())
  }

  /** What is emitted in transactions of this database, too, is heard here. */
  servesAlso(db: Database): void {
    buses.set(db, this)
  }

  #hear(signal: Signal<unknown>, listener: string, guarantee: Guarantee): void {
    if (this.#names.has(listener)) throw new Error(`There are two listeners named "${listener}".`)
    this.#names.add(listener)
    this.#hearings.push({ signal: signal.name, listener, guarantee })
  }

  #failed(signal: string, listener: string, error: unknown): void {
    this.#log.error({ signal, listener, error }, `The listener ${listener} failed on ${signal}: ${messageOf(error)}`)
  }
}

const job = <T>(name: string, run: (tx: Tx, fact: T) => Promise<unknown>, options: LaterOptions): LaterListener => ({
  name,
  attempts: options.attempts ?? 10,
  slow: options.slow ?? false,
  run: run as LaterListener['run'],
})

const signalNamed = (name: string): Signal<unknown> | undefined => declaredSignals().find((one) => one.name === name)

function push<V>(map: Map<number, V[]>, key: number, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Announces a fact that the transaction makes true. There is no fact without a commit. */
export async function emit<T>(tx: Tx, signal: Signal<T>, fact: T): Promise<void> {
  await buses.get(tx.db)?.write(tx, signal, fact)
}

/**
 * Leaves the jobs of a fact that will be true at a time to come (a poll ends); only its `later` listeners hear it, then
 * or somewhat after. Nothing takes it back: a listener looks whether it still holds.
 */
export async function emitAt<T>(tx: Tx, signal: Signal<T>, fact: T, at: Date): Promise<void> {
  await buses.get(tx.db)?.writeAt(tx, signal, fact, at)
}

/** Announces a fact that needs no commit (a request was served); only `after` listeners hear it. */
export function pulse<T>(bus: Bus, signal: Signal<T>, fact: T): void {
  bus.dispatch(signal, fact)
}
