import { unavailable } from '../kit/index.ts'

/**
 * Lets at most `most` pieces of work run at once, the others in the order in which they came. Decoding holds a hundred
 * megabytes and one of the few threads that reading files and looking up names need as well.
 * @throws Problem 503 when already `queue` of them wait.
 */
export function turns(most: number, queue: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running < most) running++
    else {
      if (waiting.length >= queue) throw unavailable('Too many pictures are being processed. Please try again.', 5)
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
