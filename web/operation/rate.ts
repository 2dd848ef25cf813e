/** How many requests there are a second now, from what the page read a few seconds apart. */

/** What one answer said: the requests of each step, by its beginning. */
export interface Sample {
  /** When it was measured, milliseconds. */
  readonly atMs: number
  readonly steps: ReadonlyMap<string, number>
}

/** Longer than a poll or five, so that the number does not shiver; shorter than a minute, so that it lives. */
const WINDOW_MS = 11_000

/** The samples that are still needed when this one came. Of another question than those before: only itself. */
export function withSample(before: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = before.at(-1)
  if (last?.atMs === sample.atMs) return before
  const kept = before.filter(({ atMs }) => sample.atMs - atMs <= WINDOW_MS && atMs < sample.atMs)
  // Where answers are further apart than the window, the one before is what there is.
  return [...(kept.length === 0 && last && last.atMs < sample.atMs ? [last] : kept), sample]
}

/**
 * Requests a second between the first and the last of the samples; from a single one, the mean of its last two steps.
 *
 * @param stepSeconds the length of a step.
 */
export function rateOf(samples: readonly Sample[], stepSeconds: number): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last) return null
  if (first === last) return meanOf(last, stepSeconds)
  let requests = 0
  // Steps that the first does not know began later; those that the last has forgotten got nothing more.
  for (const [at, count] of last.steps) requests += Math.max(0, count - (first.steps.get(at) ?? 0))
  return requests / ((last.atMs - first.atMs) / 1000)
}

function meanOf({ atMs, steps }: Sample, stepSeconds: number): number | null {
  const latest = [...steps].slice(-2)
  const began = latest[0] && Date.parse(latest[0][0])
  if (began === undefined) return null
  const seconds = Math.min(latest.length * stepSeconds, (atMs - began) / 1000)
  return seconds > 0 ? latest.reduce((sum, [, count]) => sum + count, 0) / seconds : null
}
