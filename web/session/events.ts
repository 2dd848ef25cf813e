/** What happened in one part of the client that others want to know; the facts are in the past tense. */

export interface Happening<T> {
  tell(fact: T): void
  /** @returns ends it. */
  listen(listener: (fact: T) => void): () => void
}

function happening<T>(): Happening<T> {
  const listeners = new Set<(fact: T) => void>()
  return {
    tell: (fact) => {
      for (const listener of listeners) listener(fact)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The person at this browser published a post, which is in the store: its id. */
export const posted = happening<string>()
