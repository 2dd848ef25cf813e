/** What must go through although the link breaks now and then. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isDisconnection } from '../../storage/index.ts'

const TRIES = 10
const PAUSE_MS = 1000

/** Runs work that may be repeated; when a connection breaks in it (the other site lost sight of this one), it is run again. */
export async function again<T>(
  {
    onStep,
    signal,
  }: { readonly onStep?: ((step: string) => void) | undefined; readonly signal?: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === TRIES || signal?.aborted || !isDisconnection(error)) throw error
      onStep?.('The link broke; going on')
      await sleep(PAUSE_MS, undefined, { signal })
    }
  }
}
