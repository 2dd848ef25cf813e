/** Answers as text: a table for people, CSV for spreadsheets. */

/** A value of a row; null is unknown. */
export type Value = string | number | boolean | null | object

export interface Column {
  readonly name: string
  /** Behind the point of a number, for people; 0 unless said otherwise. */
  readonly digits?: number
  /** Numbers as they are, without separators of thousands: they may be years or ids. */
  readonly plain?: boolean
}

/** Numbers are set to the right, texts to the left. */
export function tableOf(columns: readonly Column[], rows: readonly (readonly Value[])[]): string[] {
  const cells = rows.map((row) => row.map((value, index) => shown(value, columns[index]!)))
  const isNumber = columns.map((_, index) => rows.every((row) => row[index] === null || typeof row[index] === 'number'))
  const heads = columns.map(({ name }) => name.toUpperCase())
  const widths = heads.map((head, index) => Math.max(head.length, ...cells.map((row) => row[index]!.length)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => (isNumber[index] ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!)))
      .join('  ')
      .trimEnd()
  return [heads, ...cells].map(line)
}

function shown(value: Value, { digits = 0, plain: asIs = false }: Column): string {
  if (value === null) return '–'
  if (value === '') return '""'
  if (typeof value === 'object') return plain(JSON.stringify(value))
  if (typeof value !== 'number' || asIs) return plain(String(value))
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** What others wrote may hold anything; a terminal obeys some of it. */
const plain = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (letter) => `\\u${letter.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )

/**
 * RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front, which it shows as text (OWASP,
 * "CSV injection").
 */
export function csvOf(columns: readonly Column[], rows: readonly (readonly Value[])[]): string[] {
  const line = (row: readonly Value[]) => row.map(csvCell).join(',')
  return [line(columns.map(({ name }) => name)), ...rows.map(line)]
}

function csvCell(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'object' ? JSON.stringify(value) : value
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
