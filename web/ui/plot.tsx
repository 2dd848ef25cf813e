/**
 * Plots over time, as SVG of our own: bars that stand on each other, or lines. A person who points at a step (or walks
 * there by the arrow keys: the plot is a slider to assistive technology) reads its figures in the key above; who wants
 * all of them opens the table below. Time runs from left to right in every language.
 */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { direction, t } from '../messages/index.ts'
import css from './plot.module.css'
import { barsPath, HEIGHT, labelled, linePath, stack, ticksTo } from './plot-scale.ts'

export type Tone = 'accent' | 'plain' | 'ink' | 'bad' | 'good'

export interface Series {
  readonly name: string
  readonly tone: Tone
  /** One for each step; null: nothing is known (lines only). */
  readonly values: readonly (number | null)[]
  /** What the key says while no step is pointed at: a total, the latest. */
  readonly whole?: string
}

interface PlotProps {
  /** What it shows. */
  readonly label: string
  readonly shape: 'bars' | 'lines'
  readonly series: readonly Series[]
  /** The beginning of each step as it is said of one ("14:05", "Tuesday, 3 May, 14:00"), and beneath ("14:05", "3 May"). */
  readonly times: readonly { readonly key: string; readonly long: string; readonly short: string }[]
  /** What `times` are: the head of the table's first column. */
  readonly timeName: string
  readonly format: (value: number) => string
  /** Of the axis; where `format` is too long for it. */
  readonly formatAxis?: (value: number) => string
  /** Things are counted, of which there is no half. */
  readonly whole?: boolean
  /** The last step is not over. */
  readonly running?: boolean
  /** Instead of the table of these series: the same with more columns, or none where another plot has it. */
  readonly table?: ReactNode
  readonly small?: boolean
}

const MANY = 80

/** Where in a row of steps somebody looks, by pointing or by keys; null: nowhere. */
export function useCursor(count: number) {
  const [at, setAt] = useState<number | null>(null)
  const within = at === null || at >= count ? null : at
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const place = Math.floor(((event.clientX - left) / width) * count)
    setAt(Math.min(count - 1, Math.max(0, place)))
  }
  const step = (event: KeyboardEvent<HTMLElement>) => {
    const from = within ?? count
    const next = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      Home: 0,
      End: count - 1,
      PageUp: from - 10,
      PageDown: from + 10,
    }[event.key]
    if (event.key === 'Escape' && at !== null) setAt(null)
    else if (next !== undefined) setAt(Math.min(count - 1, Math.max(0, next)))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const handlers = {
    onPointerMove: point,
    onPointerDown: point,
    onPointerLeave: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && setAt(null),
    onKeyDown: step,
    onBlur: () => setAt(null),
  }
  return { at: within, setAt, handlers }
}

export function Plot(props: PlotProps) {
  const { label, shape, series, times, format, running = false, small = false } = props
  const count = times.length
  const cursor = useCursor(count)
  const { at } = cursor
  const words = (one: Series, place: number) => {
    const value = one.values[place] ?? null
    return value === null ? '–' : format(value)
  }
  const readout =
    at === null ? '' : `${times[at]!.long}: ${series.map((one) => `${one.name} ${words(one, at)}`).join(', ')}`
  return (
    <figure className={css.plot}>
      <figcaption className={css.key}>
        <span className={css.when}>{at === null ? label : times[at]!.long}</span>
        <ul>
          {series.map((one) => (
            <li key={one.name}>
              <i className={`${css.mark} ${css[shape]} ${css[one.tone]}`} aria-hidden="true" />
              {one.name} <b>{at === null ? one.whole : words(one, at)}</b>
            </li>
          ))}
        </ul>
      </figcaption>
      <div
        className={`${css.surface} ${small ? css.small : ''}`}
        dir="ltr"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={at ?? Math.max(0, count - 1)}
        aria-valuetext={readout || t('common.arrowKeys')}
        {...cursor.handlers}
      >
        <Drawing {...props} at={at} running={running} />
      </div>
      <Times times={times} />
      {props.table === undefined ? <Table {...props} words={words} /> : props.table}
    </figure>
  )
}

function Drawing({
  shape,
  series,
  times,
  format,
  formatAxis = format,
  whole = false,
  running,
  at,
}: PlotProps & { readonly at: number | null }) {
  const count = Math.max(1, times.length)
  const numbers = series.map(({ values }) => values.map((value) => value ?? 0))
  const { below, heights } = stack(numbers)
  const most = Math.max(0, ...(shape === 'bars' ? heights : numbers.flat()))
  const ticks = ticksTo(most, whole)
  const top = ticks.at(-1)!
  const gap = count > MANY ? 0.08 : 0.22
  const upTo = running ? count - 1 : count
  return (
    <>
      <svg viewBox={`0 0 ${count} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {ticks.map((tick) => (
          <line
            key={tick}
            className={css.grid}
            x1={0}
            x2={count}
            y1={HEIGHT - (tick / top) * HEIGHT}
            y2={HEIGHT - (tick / top) * HEIGHT}
          />
        ))}
        {at !== null && <rect className={css.cursor} x={at} y={0} width={1} height={HEIGHT} />}
        {series.map((one, index) =>
          shape === 'lines' ? (
            <path key={one.name} className={`${css.line} ${css[one.tone]}`} d={linePath(one.values, top)} />
          ) : (
            <g key={one.name} className={`${css.bar} ${css[one.tone]} ${count > MANY ? css.dense : ''}`}>
              <path d={barsPath(numbers[index]!.slice(0, upTo), below[index]!, top, gap)} />
              {running && (
                <path
                  className={css.running}
                  transform={`translate(${count - 1} 0)`}
                  d={barsPath(numbers[index]!.slice(upTo), below[index]!.slice(upTo), top, gap)}
                />
              )}
            </g>
          ),
        )}
      </svg>
      {ticks.slice(1).map((tick) => (
        <span
          key={tick}
          className={css.tick}
          style={{ insetBlockStart: `${(1 - tick / top) * 100}%` }}
          aria-hidden="true"
        >
          {formatAxis(tick)}
        </span>
      ))}
    </>
  )
}

const MOST_LABELS = 5

/** Under every so-many-th step its time; a narrow window leaves every second of these away. */
export function Times({ times }: { readonly times: PlotProps['times'] }) {
  const places = labelled(times.length, MOST_LABELS)
  return (
    <div className={css.times} dir="ltr" aria-hidden="true">
      {places.map((place, nth) => (
        <span
          key={place}
          className={(places.length - 1 - nth) % 2 === 1 ? css.second : undefined}
          style={{ insetInlineStart: `${((place + 0.5) / times.length) * 100}%` }}
        >
          {/* Half of the first and the last would stand outside. */}
          <span
            dir={direction}
            className={place > times.length * 0.9 ? css.atEnd : place < times.length * 0.1 ? css.atStart : undefined}
          >
            {times[place]!.short}
          </span>
        </span>
      ))}
    </div>
  )
}

function Table({
  label,
  series,
  times,
  timeName,
  words,
}: PlotProps & { readonly words: (one: Series, place: number) => string }) {
  return (
    <AsTable label={label} head={[timeName, ...series.map(({ name }) => name)]}>
      {() =>
        times.map((time, place) => (
          <tr key={time.key}>
            <th scope="row">{time.long}</th>
            {series.map((one) => (
              <td key={one.name}>{words(one, place)}</td>
            ))}
          </tr>
        ))
      }
    </AsTable>
  )
}

interface AsTableProps {
  readonly label: string
  readonly head: readonly string[]
  /** The rows of its body, asked for only while it is open. */
  readonly children: () => ReactNode
}

/** What a plot shows, in numbers. */
export function AsTable({ label, head, children }: AsTableProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className={css.asTable} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('common.asTable')}</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={css.scroll} tabIndex={0} aria-label={label}>
          <table className={css.table}>
            <caption className="unseen">{label}</caption>
            <thead>
              <tr>
                {head.map((one) => (
                  <th key={one} scope="col">
                    {one}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{children()}</tbody>
          </table>
        </section>
      )}
    </details>
  )
}
