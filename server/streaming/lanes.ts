/** The most that waits in one lane, and the most that is worked on at once. */
const MOST_WAITING = 2000
const BATCH = 40

/**
 * Queues that keep order: what is pushed under one key is worked on in that order, some at a time and never two lots at
 * once; different keys do not wait for each other. A key that has nothing to do takes no memory.
 */
export class Lanes<T> {
  readonly #waiting = new Map<string, T[]>()
  readonly #work: (key: string, batch: T[]) => Promise<void>
  readonly #failed: (key: string, error: unknown) => void

  /** @param failed a batch that fails is lost; this tells of it. */
  constructor(work: (key: string, batch: T[]) => Promise<void>, failed: (key: string, error: unknown) => void) {
    this.#work = work
    this.#failed = failed
  }

  /** @returns false when too much waits there, and this was not taken. */
  push(key: string, item: T): boolean {
    const waiting = this.#waiting.get(key)
    if (waiting) return waiting.length < MOST_WAITING && waiting.push(item) > 0
    const begun = [item]
    this.#waiting.set(key, begun)
    // Not at once: whoever tells us of a commit is about to tell others, who forget what they cached of it.
    queueMicrotask(() => void this.#run(key, begun))
    return true
  }

  async #run(key: string, waiting: T[]): Promise<void> {
    while (waiting.length > 0) {
      try {
        await this.#work(key, waiting.splice(0, BATCH))
      } catch (error) {
        this.#failed(key, error)
      }
    }
    this.#waiting.delete(key)
  }
}
