import { type Html, html } from '../../kit/index.ts'
import { bar } from './plots.ts'

/** Longer texts from a log are cut: what matters of an address is its beginning. */
const LONGEST = 160

export interface Row {
  readonly label: string
  /** From 0 to 1: the bar under the label. */
  readonly share?: number
  readonly look?: string
  readonly cells: readonly string[]
}

export interface Table {
  readonly caption: string
  /** Of the label, then of each cell. */
  readonly head: readonly [string, ...string[]]
  readonly rows: readonly Row[]
  /** Under the table: what it leaves open. */
  readonly note?: string
  /** Labels are addresses or code. */
  readonly literal?: boolean
  /** Needs the whole breadth. */
  readonly wide?: boolean
}

export const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)

const headed = ({ head: [first, ...more] }: Table): Html =>
  html`<thead><tr><th scope="col">${first}</th>${more.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>`

const rowOf = ({ label, share, look, cells }: Row, literal = false): Html =>
  html`<tr><th scope="row">${literal ? html`<code>${cut(label)}</code>` : cut(label)}${share !== undefined && bar(share, look)}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>\n`

const scrolling = (one: Table): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="${one.caption}">
<table>${headed(one)}<tbody>
${one.rows.map((row) => rowOf(row, one.literal))}</tbody></table></div>`

/** A table with its caption; nothing when it has no rows. */
export const table = (one: Table): Html | null =>
  one.rows.length === 0
    ? null
    : html`<section class="card ${one.wide ? 'wide' : ''}"><h3>${one.caption}</h3>
${scrolling(one)}${one.note && html`<p class="note">${one.note}</p>`}</section>
`

/** The numbers behind a plot, folded away. */
export const behind = (one: Table): Html => html`<details><summary>${one.caption}</summary>${scrolling(one)}</details>`
