/** Work that can wait until the page stands. */

const LATEST_MS = 3000
const WITHOUT_MS = 200

/** Calls back as soon as the browser has nothing better to do, in three seconds at the latest. */
export function whenIdle(work: () => void): void {
  // Safari has no idle callback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: LATEST_MS })
  else setTimeout(work, WITHOUT_MS)
}
