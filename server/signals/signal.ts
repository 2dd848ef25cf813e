/**
 * A fact in the past tense, with one sentence on when it fires. Its payload is JSON (ids and small facts), because a
 * `later` listener gets it from a job row.
 */
export interface Signal<T> {
  readonly name: string
  readonly doc: string
  /** Its place in the bus's table of dispatchers. */
  readonly index: number
  /** Carries the payload's type; never read. */
  readonly payload?: T
}

/** Asked from below, answered by exactly one module above, or by nobody (null). */
export interface Question<Q, A> {
  readonly name: string
  readonly doc: string
  readonly types?: (question: Q) => A
}

const names = new Set<string>()
const declared: Signal<unknown>[] = []

function claim(name: string): void {
  if (!/^[a-z-]+\.[a-z-]+$/.test(name)) throw new Error(`A signal is named "module.what-happened", not "${name}".`)
  if (names.has(name)) throw new Error(`There are two signals named "${name}".`)
  names.add(name)
}

export function signal<T>(name: string, doc: string): Signal<T> {
  claim(name)
  const made: Signal<T> = { name, doc, index: declared.length }
  declared.push(made as Signal<unknown>)
  return made
}

export function question<Q, A>(name: string, doc: string): Question<Q, A> {
  claim(name)
  return { name, doc }
}

/** Every signal that the loaded code declares, in the order of loading. */
export const declaredSignals = (): readonly Signal<unknown>[] => declared

/** Caches must forget what they hold. */
export const othersWrote = signal<Record<string, never>>(
  'signals.others-wrote',
  'Another process (a command) changed the database beside this one.',
)
