/** Status codes over time as a map: a row for each status, a column for each step, the darker the more requests. */
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react'
import type { TrafficReport } from '../../server/moderation/operation/traffic-schema.ts'
import { t } from '../messages/index.ts'
import { AsTable, Times } from '../ui/plot.tsx'
import type { StepTime } from '../ui/plot-times.ts'
import { longCount, shortCount } from '../ui/time.tsx'
import { cellsPath, LEVELS, levelOf, toneOf } from './status-cells.ts'
import css from './traffic.module.css'

interface StatusMapProps {
  readonly statuses: TrafficReport['statuses']
  readonly times: readonly StepTime[]
}

interface Cell {
  readonly row: number
  readonly column: number
}

export function StatusMap({ statuses, times }: StatusMapProps) {
  const id = useId()
  const [looked, setLooked] = useState<Cell | null>(null)
  const cell = looked && looked.row < statuses.length && looked.column < times.length ? looked : null
  const most = Math.max(1, ...statuses.flatMap(({ requests }) => requests))
  const words = ({ row, column }: Cell) =>
    t('traffic.statusCell', { time: times[column]!.long, count: longCount(statuses[row]!.requests[column] ?? 0) })
  const handlers = useWalking(id, statuses.length, times.length, cell, setLooked)
  return (
    <figure className={css.map}>
      <figcaption className={css.mapHead}>
        <span>{cell ? `${statuses[cell.row]!.status} · ${words(cell)}` : t('traffic.statusesText')}</span>
        <Legend />
      </figcaption>
      <div className={css.rows}>
        {statuses.map(({ status, requests }, row) => (
          <div key={status} className={css.status}>
            <span aria-hidden="true">{status}</span>
            <div
              id={`${id}-${row}`}
              className={`${css.cells} ${css[toneOf(status)]}`}
              dir="ltr"
              role="slider"
              tabIndex={row === (cell?.row ?? 0) ? 0 : -1}
              aria-label={t('traffic.status', { status: String(status) })}
              aria-valuemin={0}
              aria-valuemax={times.length - 1}
              aria-valuenow={cell?.row === row ? cell.column : times.length - 1}
              aria-valuetext={words({ row, column: cell?.row === row ? cell.column : times.length - 1 })}
              {...handlers(row)}
            >
              <svg viewBox={`0 0 ${times.length} 1`} preserveAspectRatio="none" aria-hidden="true">
                {LEVELS.map((level) => (
                  <path
                    key={level}
                    className={css[`level${level}`]}
                    d={cellsPath(requests.map((count) => levelOf(count, most) === level))}
                  />
                ))}
                {cell?.row === row && <rect className={css.looked} x={cell.column} y={0} width={1} height={1} />}
              </svg>
            </div>
            <b aria-hidden="true">{shortCount(requests.reduce((sum, count) => sum + count, 0))}</b>
          </div>
        ))}
        <div className={css.mapTimes}>
          <Times times={times} />
        </div>
      </div>
      <MapTable statuses={statuses} times={times} />
    </figure>
  )
}

/** Pointing, and the arrow keys in both directions: up and down lead to the same time of another status. */
function useWalking(id: string, rows: number, columns: number, cell: Cell | null, look: (cell: Cell | null) => void) {
  const point = (row: number) => (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const column = Math.floor(((event.clientX - left) / width) * columns)
    look({ row, column: Math.min(columns - 1, Math.max(0, column)) })
  }
  const walk = (row: number) => (event: KeyboardEvent<HTMLElement>) => {
    const column = cell?.row === row ? cell.column : columns
    const to: Readonly<Record<string, readonly [row: number, column: number]>> = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [row, 0],
      End: [row, columns - 1],
    }
    const next = to[event.key]
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    const [nextRow, nextColumn] = [within(next[0], rows), within(next[1], columns)]
    look({ row: nextRow, column: nextColumn })
    if (nextRow !== row) document.getElementById(`${id}-${nextRow}`)?.focus()
  }
  return (row: number) => ({
    onPointerMove: point(row),
    onPointerDown: point(row),
    onPointerLeave: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && look(null),
    onKeyDown: walk(row),
  })
}

const within = (place: number, count: number): number => Math.min(count - 1, Math.max(0, place))

const Legend = () => (
  <span className={css.legend} aria-hidden="true">
    {t('traffic.fewer')}
    {LEVELS.map((level) => (
      <svg key={level} viewBox="0 0 1 1" className={css.plain} aria-hidden="true">
        <rect className={css[`level${level}`]} width={1} height={1} />
      </svg>
    ))}
    {t('traffic.more')}
  </span>
)

const MapTable = ({ statuses, times }: StatusMapProps) => (
  <AsTable label={t('traffic.statuses')} head={[t('traffic.time'), ...statuses.map(({ status }) => String(status))]}>
    {() =>
      times.map((time, column) => (
        <tr key={time.key}>
          <th scope="row">{time.long}</th>
          {statuses.map(({ status, requests }) => (
            <td key={status}>{longCount(requests[column] ?? 0)}</td>
          ))}
        </tr>
      ))
    }
  </AsTable>
)
