import { type Html, html } from '../../kit/index.ts'
import { count, duration, hourAndMinute, many, moment, percent, shortDay, stretch } from './figures.ts'
import { heatMap, type Layer, legend, logLines, stackedBars, type Tick } from './plots.ts'
import type { Summary } from './summary.ts'
import { behind } from './tables.ts'

const DAY_MS = 86_400_000
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const CLASSES = ['1xx, to be continued', '2xx, answered', '3xx, elsewhere or unchanged', '4xx, refused', '5xx, failed']

const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 })
/** `1.2k`: for axes, where room is short. */
const brief = (number: number): string => short.format(number).toLowerCase().replace('bn', 'b')

/** A plot with its heading, its legend and the table behind it. */
const card = (title: string, lead: string, parts: readonly (Html | null)[]): Html => html`<figure class="card">
<figcaption><h3>${title}</h3><p class="lead">${lead}</p></figcaption>
${parts}
</figure>
`

/** At most six labels at round times: days where the range has several, else hours and minutes. */
export function ticksOver({ steps, stepMs }: Pick<Summary, 'steps' | 'stepMs'>): Tick[] {
  const [fromMs, lasts] = [steps[0]!.atMs, steps.length * stepMs]
  const isDays = lasts > 2 * DAY_MS
  const minute = 60_000
  const sizes = isDays
    ? [1, 2, 3, 7, 14, 28, 91, 182, 364, 728].map((days) => days * DAY_MS)
    : [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * minute)
  const every = sizes.find((size) => lasts / size <= 6) ?? sizes.at(-1)!
  const ticks: Tick[] = []
  for (let ms = Math.ceil(fromMs / every) * every; ms < fromMs + lasts; ms += every) {
    ticks.push({ at: (ms - fromMs) / lasts, label: isDays || ms % DAY_MS === 0 ? shortDay(ms) : hourAndMinute(ms) })
  }
  return ticks
}

/** Requests, statuses and durations over time, the week, and how durations are spread. */
export function pictures(summary: Summary): Html[] {
  // One bar alone tells nothing that the figures do not.
  const times = summary.steps.length > 1 ? [overTime, statusesOverTime, week, latencyOverTime] : []
  return [...times, bands].map((draw) => draw(summary)).filter((one) => one !== null)
}

function overTime(summary: Summary): Html {
  const { steps, stepMs, people, bots, requests } = summary
  const layers: Layer[] = [
    { name: `People, ${percent(people, requests)}`, look: 'people', values: steps.map((step) => step.people) },
    { name: `Bots, ${percent(bots, requests)}`, look: 'bots', values: steps.map((step) => step.bots) },
  ]
  const says = steps.map((step) => `${moment(step.atMs)}: ${count(step.people)} by people, ${count(step.bots)} by bots`)
  const title = 'Requests over time'
  const seen = `${count(requests)} requests, ${count(people)} by people and ${count(bots)} by bots, in steps of ${stretch(stepMs)}.`
  return card(title, `By people and by bots, each bar is ${stretch(stepMs)}.`, [
    legend(layers),
    stackedBars({ id: 'requests', title, summary: seen, across: ticksOver(summary) }, layers, says, brief),
    behind({
      caption: 'The numbers of requests over time',
      head: ['From (UTC)', 'People', 'Bots'],
      rows: steps.map((step) => ({ label: moment(step.atMs), cells: [count(step.people), count(step.bots)] })),
    }),
  ])
}

function statusesOverTime(summary: Summary): Html {
  const { steps, stepMs } = summary
  const there = CLASSES.map((_, i) => i).filter((i) => steps.some((step) => step.classes[i]! > 0))
  const layers = there.map((i) => ({
    name: CLASSES[i]!,
    look: `status${i + 1}`,
    values: steps.map((step) => step.classes[i]!),
  }))
  const says = steps.map(
    (step) => `${moment(step.atMs)}: ${there.map((i) => `${count(step.classes[i]!)} × ${i + 1}xx`).join(', ')}`,
  )
  const title = 'How they were answered'
  const seen = `Answers by class of status: ${summary.refused} refused (4xx), ${summary.failed} failed (5xx).`
  return card(title, `Classes of status over time, each bar is ${stretch(stepMs)}.`, [
    legend(layers),
    stackedBars({ id: 'statuses', title, summary: seen, across: ticksOver(summary) }, layers, says, brief),
    behind({
      caption: 'The numbers of answers over time',
      head: ['From (UTC)', ...there.map((i) => `${i + 1}xx`)],
      rows: steps.map((step) => ({ label: moment(step.atMs), cells: there.map((i) => count(step.classes[i]!)) })),
    }),
  ])
}

function week({ week, fromMs, untilMs }: Summary): Html | null {
  if (week.length === 0) return null
  const hour = (column: number) => `${String(column).padStart(2, '0')}:00`
  const value = (number: number | null) => (number === null ? '–' : count(number))
  const across = [0, 6, 12, 18].map((column) => ({ at: (column + 0.47) / 24, label: hour(column) }))
  const cells = week.flatMap((row, day) => row.map((requests, column) => ({ day, column, requests: requests ?? 0 })))
  const most = cells.reduce((best, cell) => (cell.requests > best.requests ? cell : best))
  const title = 'When they come'
  const seen = `The busiest hour of the week is ${WEEKDAYS[most.day]} ${hour(most.column)} with ${many(most.requests, 'request')} on average.`
  const note = untilMs - fromMs < 7 * DAY_MS ? ' Empty squares are hours that the range does not hold.' : ''
  return card(title, `Requests in an hour by weekday and time of day (UTC). ${seen}${note}`, [
    heatMap({ id: 'week', title, summary: seen, across }, WEEKDAYS, week, (row, column) => {
      return `${WEEKDAYS[row]} ${hour(column)}: ${value(week[row]![column]!)} an hour`
    }),
    behind({
      caption: 'The numbers of the week',
      head: ['Hour (UTC)', ...WEEKDAYS],
      rows: Array.from({ length: 24 }, (_, column) => ({
        label: hour(column),
        cells: week.map((row) => value(row[column]!)),
      })),
    }),
  ])
}

function latencyOverTime(summary: Summary): Html | null {
  const { steps, stepMs, latency } = summary
  if (latency === null) return null
  const layers: Layer[] = [
    { name: 'Median', look: 'p50', values: steps.map((step) => step.latency?.p50 ?? null) },
    { name: '95th percentile', look: 'p95', values: steps.map((step) => step.latency?.p95 ?? null) },
    { name: '99th percentile', look: 'p99', values: steps.map((step) => step.latency?.p99 ?? null) },
  ]
  const told = (us: number | undefined) => (us === undefined ? '–' : duration(us))
  const says = steps.map(
    ({ atMs, latency: one }) =>
      `${moment(atMs)}: median ${told(one?.p50)}, 95% ${told(one?.p95)}, 99% ${told(one?.p99)}`,
  )
  const title = 'How long answers took'
  const seen = `Over the whole range: median ${duration(latency.p50)}, 95th percentile ${duration(latency.p95)}, 99th percentile ${duration(latency.p99)}.`
  return card(title, `Half, 95% and 99% of the answers were ready by then; each point is ${stretch(stepMs)}.`, [
    legend(layers),
    logLines({ id: 'latency', title, summary: seen, across: ticksOver(summary) }, layers, says, duration),
    behind({
      caption: 'The numbers of durations over time',
      head: ['From (UTC)', 'Median', '95%', '99%'],
      rows: steps.map(({ atMs, latency: one }) => ({
        label: moment(atMs),
        cells: [told(one?.p50), told(one?.p95), told(one?.p99)],
      })),
    }),
  ])
}

function bands({ bands, latency }: Summary): Html | null {
  if (latency === null || bands.length === 0) return null
  const name = (i: number) => `${duration(bands[i]!.fromUs)} to ${duration(bands[i]!.untilUs)}`
  const says = bands.map(({ requests }, i) => `${name(i)}: ${count(requests)} (${percent(requests, latency.timed)})`)
  const every = Math.ceil(bands.length / 4)
  const across = bands.flatMap(({ fromUs }, i) =>
    i % every === 0 ? [{ at: i / bands.length, label: duration(fromUs) }] : [],
  )
  const most = bands.reduce((best, one) => (one.requests > best.requests ? one : best))
  const title = 'How durations are spread'
  const seen = `Most answers took ${duration(most.fromUs)} to ${duration(most.untilUs)}.`
  const layer = { name: 'Requests', look: 'people', values: bands.map((band) => band.requests) }
  return card(title, `Answers by how long they took; each bar goes to about twice as long. ${seen}`, [
    stackedBars({ id: 'bands', title, summary: seen, across }, [layer], says, brief),
    behind({
      caption: 'The numbers of durations',
      head: ['Took', 'Requests', 'Share'],
      rows: bands.map(({ requests }, i) => ({
        label: name(i),
        cells: [count(requests), percent(requests, latency.timed)],
      })),
    }),
  ])
}
