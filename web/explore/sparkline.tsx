import css from './explore.module.css'

const WIDTH = 64
const HEIGHT = 28
const EDGE = 2

/**
 * A small chart of the last days. The words beside it say what it shows; screen readers pass it by.
 *
 * @param values the oldest first.
 */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(...values, 1)
  const step = (WIDTH - 2 * EDGE) / Math.max(values.length - 1, 1)
  const points = values.map((value, at) => {
    const y = HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE)
    return `${(EDGE + at * step).toFixed(1)} ${y.toFixed(1)}`
  })
  if (points.length < 2) return null
  const line = `M${points.join('L')}`
  return (
    <svg className={css.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path className={css.area} d={`${line}L${WIDTH - EDGE} ${HEIGHT}L${EDGE} ${HEIGHT}Z`} />
      <path className={css.curve} d={line} />
    </svg>
  )
}
