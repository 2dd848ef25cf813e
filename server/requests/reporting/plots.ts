/**
 * Plots as inline SVG that needs no script. Across, everything is in percent, so that a plot fits a telephone and a
 * sheet of paper and its letters keep their size; what percent cannot say (a line) is drawn in an inner box that is
 * stretched. Each plot names itself for those who cannot see it; the table behind it is the page's to give.
 */
import { type Content, type Html, html } from '../../kit/index.ts'

export interface Tick {
  /** From 0 to 1, from the left or from the bottom. */
  readonly at: number
  readonly label: string
}

export interface Frame {
  /** Of the element, without spaces. */
  readonly id: string
  readonly title: string
  /** What there is to see, in a sentence. */
  readonly summary: string
  readonly across: readonly Tick[]
}

export interface Layer {
  readonly name: string
  /** Decides the colour in the style sheet. */
  readonly look: string
  /** null: nothing is known there. */
  readonly values: readonly (number | null)[]
}

const at = (part: number): string => `${+(part * 100).toFixed(3)}%`

/** Round steps from 0 up to at least `most`, five or fewer; the last is where the axis ends. */
export function steps(most: number): number[] {
  const rough = Math.max(most, 1e-9) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999)!
  const least = most <= 4 && Number.isInteger(most) ? Math.max(1, step) : step
  return Array.from({ length: Math.ceil(most / least - 1e-9) + 1 }, (_, i) => i * least)
}

/** Powers of ten, with 2 and 5 between them where there are few, that hold everything from `least` to `most`. */
export function logSteps(least: number, most: number): number[] {
  const [from, until] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most) + 1e-9)]
  const powers = Array.from({ length: until - from + 1 }, (_, i) => 10 ** (from + i))
  if (powers.length > 3) return powers
  const all = powers.flatMap((power) => [power, 2 * power, 5 * power])
  const first = all.findLastIndex((step) => step <= least)
  const last = all.findIndex((step) => step >= most)
  return all.slice(Math.max(0, first), last < 0 ? undefined : Math.max(last, first + 1) + 1)
}

/** The picture with its axes: labels at the left and below are pictures of their own, so that each keeps its place. */
function framed({ id, title, summary, across }: Frame, up: readonly Tick[], inside: Content, tall = ''): Html {
  return html`<div class="frame ${tall}">
<svg class="up" aria-hidden="true">${up.map((tick) => html`<text x="100%" y="${at(1 - tick.at)}" dy=".32em">${tick.label}</text>`)}</svg>
<svg class="area" role="img" aria-labelledby="${id}-title ${id}-summary">
<title id="${id}-title">${title}</title><desc id="${id}-summary">${summary}</desc>
${inside}</svg>
<svg class="across" aria-hidden="true">${across.map((tick) => html`<text x="${at(tick.at)}" y="13" class="${tick.at === 0 ? 'first' : tick.at > 0.96 ? 'last' : ''}">${tick.label}</text>`)}</svg>
</div>`
}

const lines = (up: readonly Tick[]): Content =>
  up.map(
    (tick) =>
      html`<line x1="0" x2="100%" y1="${at(1 - tick.at)}" y2="${at(1 - tick.at)}" class="${tick.at === 0 ? 'ground' : 'grid'}"/>`,
  )

/** What appears when a pointer rests on a column. */
const tips = (texts: readonly string[]): Content =>
  texts.map(
    (text, i) =>
      html`<g class="tip"><title>${text}</title><rect x="${at(i / texts.length)}" width="${at(1 / texts.length)}" height="100%"/></g>`,
  )

export const legend = (layers: readonly Pick<Layer, 'name' | 'look'>[]): Html =>
  html`<ul class="legend">${layers.map(({ name, look }) => html`<li><svg class="key" aria-hidden="true"><rect width="100%" height="100%" class="${look}"/></svg>${name}</li>`)}</ul>`

/** Bars side by side, each of layers on top of each other, the first at the bottom. `says` is one text for each bar. */
export function stackedBars(
  frame: Frame,
  layers: readonly Layer[],
  says: readonly string[],
  unit: (n: number) => string,
): Html {
  const totals = says.map((_, i) => layers.reduce((sum, layer) => sum + (layer.values[i] ?? 0), 0))
  const marks = steps(Math.max(...totals, 1))
  const top = marks.at(-1)!
  const up = marks.map((value) => ({ at: value / top, label: unit(value) }))
  const width = at(0.84 / says.length)
  const bars = says.map((_, i) => {
    let below = 0
    return layers.map(({ look, values }) => {
      const value = values[i] ?? 0
      if (value === 0) return null
      below += value
      return html`<rect class="${look}" x="${at(i / says.length)}" y="${at(1 - below / top)}" width="${width}" height="${at(value / top)}"/>`
    })
  })
  return framed(frame, up, [lines(up), bars, tips(says)])
}

/** Lines over a scale on which each step is a factor, because the slowest take a hundred times as long as the usual. */
export function logLines(
  frame: Frame,
  layers: readonly Layer[],
  says: readonly string[],
  unit: (n: number) => string,
): Html {
  const values = layers.flatMap((layer) => layer.values.filter((value) => value !== null && value > 0)) as number[]
  const marks = logSteps(Math.min(...values), Math.max(...values))
  const [from, until] = [Math.log10(marks[0]!), Math.log10(marks.at(-1)!)]
  const height = (value: number) => (Math.log10(value) - from) / (until - from)
  const up = marks.map((value) => ({ at: height(value), label: unit(value) }))
  const path = (layer: Layer) => {
    let text = ''
    for (const [i, value] of layer.values.entries()) {
      if (value === null || value <= 0) continue
      const [x, y] = [((i + 0.5) / says.length) * 1000, (1 - height(value)) * 100]
      // A point with nothing beside it is a line of no length, which round ends make a dot.
      text += `${(layer.values[i - 1] ?? 0) > 0 ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(2)}h0`
    }
    return html`<path class="${layer.look}" d="${text}"/>`
  }
  const box = html`<svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%" class="lines">${layers.map(path)}</svg>`
  return framed(frame, up, [lines(up), box, tips(says)])
}

/** Squares whose strength is their value; null: no such hour was seen. `says(row, column)` is what a square tells. */
export function heatMap(
  frame: Frame,
  rows: readonly string[],
  cells: readonly (readonly (number | null)[])[],
  says: (row: number, column: number) => string,
): Html {
  const most = Math.max(...cells.flat().map((value) => value ?? 0), 1e-9)
  const up = rows.map((label, row) => ({ at: 1 - (row + 0.5) / rows.length, label }))
  const squares = cells.map((row, y) =>
    row.map((value, x) => {
      const place = html`x="${at(x / row.length)}" y="${at(y / rows.length)}" width="${at(0.94 / row.length)}" height="${at(0.9 / rows.length)}"`
      if (value === null) return html`<rect class="unknown" ${place}/>`
      const strength = (0.07 + 0.93 * (value / most)).toFixed(3)
      return html`<g><title>${says(y, x)}</title><rect class="heat" ${place} fill-opacity="${strength}"/></g>`
    }),
  )
  return framed(frame, up, squares, 'week')
}

/** How much of the most: under the first cell of a row. */
export const bar = (share: number, look = 'people'): Html =>
  html`<svg class="bar" aria-hidden="true"><rect class="${look}" width="${at(Math.min(1, Math.max(share, 0.002)))}" height="100%"/></svg>`
