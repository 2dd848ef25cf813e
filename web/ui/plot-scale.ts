/** The arithmetic of plots. */

const FACTORS = [1, 2, 2.5, 5, 10] as const

/**
 * Round numbers from 0 up to one that is not below `most`.
 *
 * @param whole whether things are counted, of which there is no half.
 */
export function ticksTo(most: number, whole: boolean, wanted = 3): number[] {
  if (!(most > 0)) return [0, 1]
  const raw = most / wanted
  const power = 10 ** Math.floor(Math.log10(raw))
  const nice = FACTORS.map((factor) => factor * power).find((one) => one >= raw && (!whole || Number.isInteger(one)))
  const step = whole ? Math.max(1, nice ?? Math.ceil(raw)) : nice!
  const count = Math.ceil(most / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)))
}

/** Which of so many steps have their time written beneath: the last one always, and never more than `most`. */
export function labelled(count: number, most: number): number[] {
  if (count <= 1) return count === 1 ? [0] : []
  const every = Math.max(1, Math.ceil((count - 1) / Math.max(1, most - 1)))
  const places: number[] = []
  for (let at = count - 1; at >= 0; at -= every) places.push(at)
  return places.reverse()
}

const round = (value: number): number => Math.round(value * 1000) / 1000

/** The high side of a plot is at 0, its ground at this. */
export const HEIGHT = 100
const heightOf = (value: number, top: number): number => (top > 0 ? (value / top) * HEIGHT : 0)

/** Bars on a grid of one unit for each step, from `below` upwards (stacked). @param gap between bars, a part of a unit. */
export function barsPath(values: readonly number[], below: readonly number[], top: number, gap: number): string {
  let path = ''
  values.forEach((value, at) => {
    if (value <= 0) return
    const foot = HEIGHT - heightOf(below[at] ?? 0, top)
    path += `M${round(at + gap / 2)} ${round(foot)}v${round(-heightOf(value, top))}h${round(1 - gap)}v${round(heightOf(value, top))}z`
  })
  return path
}

/** A line through the middles of the steps, broken where there is nothing; what stands alone is a short dash. */
export function linePath(values: readonly (number | null)[], top: number): string {
  let path = ''
  values.forEach((value, at) => {
    if (value === null) return
    const y = round(HEIGHT - heightOf(value, top))
    const goesOn = at > 0 && values[at - 1] !== null
    path += goesOn ? `L${at + 0.5} ${y}` : `M${at + 0.5} ${y}`
    const isAlone = !goesOn && (values[at + 1] ?? null) === null
    if (isAlone) path += `m-0.3 0h0.6`
  })
  return path
}

/** Of what is stacked: how high the others reach below each. */
export function stack(series: readonly (readonly number[])[]): {
  readonly below: number[][]
  readonly heights: number[]
} {
  const heights: number[] = []
  const below = series.map((values) =>
    values.map((value, at) => {
      const foot = heights[at] ?? 0
      heights[at] = foot + value
      return foot
    }),
  )
  return { below, heights }
}
