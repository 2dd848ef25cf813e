import type { HealthReport } from '../../server/instance/health/schema.ts'
import { language, t } from '../messages/index.ts'
import { longCount } from '../ui/time.tsx'
import css from './health.module.css'
import { milliseconds } from './health-words.ts'

type Minutes = HealthReport['requests']['minutes']

const WIDTH = 300
const HEIGHT = 100
const GAP = 4

const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short' })
const timeOf = (at: string): string => clock.format(new Date(at))

/** Requests of the last minutes as bars and how slow the slowest were as a line; as a table for who wants numbers. */
export function TrafficChart({ minutes }: { readonly minutes: Minutes }) {
  const most = Math.max(1, ...minutes.map(({ requests }) => requests))
  const slowest = Math.max(1, ...minutes.map(({ p99_ms }) => p99_ms ?? 0))
  const width = WIDTH / Math.max(1, minutes.length)
  const heightOf = (count: number) => (count / most) * (HEIGHT - 2)
  const points = minutes.flatMap(({ p99_ms }, at) =>
    p99_ms === null ? [] : [`${(at + 0.5) * width} ${HEIGHT - 1 - (p99_ms / slowest) * (HEIGHT - 4)}`],
  )
  return (
    <figure className={css.chart} dir="ltr">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {minutes.map(({ at, requests, errors }, index) => (
          <g key={at}>
            <rect
              className={css.bar}
              x={index * width + GAP / 2}
              width={width - GAP}
              y={HEIGHT - heightOf(requests)}
              height={heightOf(requests)}
            />
            <rect
              className={css.errors}
              x={index * width + GAP / 2}
              width={width - GAP}
              y={HEIGHT - heightOf(errors)}
              height={heightOf(errors)}
            />
          </g>
        ))}
        {points.length > 1 && <path className={css.line} d={`M${points.join('L')}`} />}
      </svg>
      <div className={css.axis} aria-hidden="true">
        <span>{minutes[0] && timeOf(minutes[0].at)}</span>
        <span>{minutes.length > 0 && timeOf(minutes.at(-1)!.at)}</span>
      </div>
      <Key most={most} slowest={slowest} />
      <TrafficTable minutes={minutes} />
    </figure>
  )
}

const Key = ({ most, slowest }: { readonly most: number; readonly slowest: number }) => (
  <div className={css.key} aria-hidden="true" dir="auto">
    <span>
      <i /> {t('operation.chartRequests', { most: longCount(most) })}
    </span>
    <span>
      <i className={css.keyLine} /> {t('operation.chartSlowest', { most: milliseconds(slowest) })}
    </span>
    <span>
      <i className={css.keyErrors} /> {t('operation.errors')}
    </span>
  </div>
)

const TrafficTable = ({ minutes }: { readonly minutes: Minutes }) => (
  <details dir="auto">
    <summary>{t('operation.asTable')}</summary>
    <div className={css.scroll}>
      <table className={css.table}>
        <caption className="unseen">{t('operation.requests')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('operation.minute')}</th>
            <th scope="col">{t('operation.requests')}</th>
            <th scope="col">{t('operation.errors')}</th>
            <th scope="col">{t('operation.typical')}</th>
            <th scope="col">{t('operation.slowest')}</th>
          </tr>
        </thead>
        <tbody>
          {minutes.map((minute) => (
            <tr key={minute.at}>
              <th scope="row">{timeOf(minute.at)}</th>
              <td>{longCount(minute.requests)}</td>
              <td>{longCount(minute.errors)}</td>
              <td>{minute.p50_ms === null ? '–' : milliseconds(minute.p50_ms)}</td>
              <td>{minute.p99_ms === null ? '–' : milliseconds(minute.p99_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
)
