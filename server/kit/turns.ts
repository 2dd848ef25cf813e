import { unavailable } from './problem.ts'

/**
 * Lets at most `most` pieces of work run at once, the others in the order in which they came. For work that holds much
 * memory and one of the few threads that reading files and looking up names need as well.
 *
 * @param full what is said, with a 503, to whoever comes when already `queue` of them wait.
 */
export function turns(most: number, queue: number, full: string): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running < most) running++
    else {
      if (waiting.length >= queue) throw unavailable(full, 5)
      await new Promise<void>((go) => waiting.push(go))
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
