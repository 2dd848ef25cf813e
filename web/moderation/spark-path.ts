const WIDTH = 100
const HEIGHT = 30

/** A line through the values from left to right on a 100 by 30 grid, the highest at the top; and the area under it. */
export function sparkPath(values: readonly number[]): { readonly line: string; readonly area: string } {
  const most = Math.max(1, ...values)
  const step = values.length > 1 ? WIDTH / (values.length - 1) : WIDTH
  const round = (value: number) => Math.round(value * 100) / 100
  const points = values.map((value, at) => `${round(at * step)} ${round(HEIGHT - 1 - (value / most) * (HEIGHT - 3))}`)
  if (points.length === 0) return { line: '', area: '' }
  const line = `M${points.join('L')}`
  return { line, area: `${line}L${round((values.length - 1) * step)} ${HEIGHT}L0 ${HEIGHT}z` }
}
