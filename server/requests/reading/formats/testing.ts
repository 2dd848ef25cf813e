import type { Kind } from '../../record.ts'
import { Row, SLACK } from '../row.ts'
import { type FormatName, openFormat } from './index.ts'

/** What a line of somebody else's log comes to; `refused` alone when it could not be read. */
export interface Line {
  readonly refused: boolean
  readonly at?: number
  readonly kind?: Kind
  readonly method?: string
  readonly status?: number
  readonly us?: number | null
  readonly bytes?: number
  readonly visitor?: string
  readonly agent?: string
  readonly path?: string
  readonly referrer?: string
}

/** Each of these lines, which have newlines behind them. */
export function linesOf(name: FormatName, text: Uint8Array): Line[] {
  const buffer = Buffer.from(new ArrayBuffer(text.length + SLACK))
  buffer.set(text)
  const view = new DataView(buffer.buffer)
  const format = openFormat(name, false)
  const row = new Row()
  const found: Line[] = []
  for (let at = 0; at < text.length; ) {
    at = format.next(buffer, view, at, row)
    if (row.refused !== '') {
      found.push({ refused: true })
      continue
    }
    const range = (start: number, end: number) => buffer.toString('utf8', start, end)
    const { kind, method, status } = format.series[row.series]!
    found.push({
      refused: false,
      at: row.at,
      kind,
      method,
      status,
      us: row.us < 0 ? null : row.us,
      bytes: row.bytes,
      visitor: range(row.visitorStart, row.visitorEnd),
      agent: format.agents[row.agent]!,
      path: range(row.pathStart, row.pathEnd),
      referrer: range(row.referrerStart, row.referrerEnd),
    })
  }
  return found
}
