const HOUR_MS = 60 * 60 * 1000

/**
 * Work that is done once an hour, such as sweeping. Ending it waits for what is under way.
 *
 * @param failed hears of a failure; the next hour tries again.
 */
export function hourly(work: () => Promise<unknown>, failed: (error: unknown) => void, everyMs = HOUR_MS) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  return {
    start: (): void => {
      timer = setInterval(() => {
        running = work().catch(failed)
      }, everyMs).unref()
    },
    stop: async (): Promise<void> => {
      clearInterval(timer)
      await running
    },
  }
}
