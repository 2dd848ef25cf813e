import type { HealthReport } from '../../server/instance/health/schema.ts'
import { t } from '../messages/index.ts'
import { AsTable, Plot } from '../ui/plot.tsx'
import { stepTimes } from '../ui/plot-times.ts'
import { longCount, shortCount } from '../ui/time.tsx'
import { inMs, milliseconds } from './health-words.ts'

type Minutes = HealthReport['requests']['minutes']

const MINUTE_SECONDS = 60

/** Requests of the last minutes as bars and how slow the slowest were as a line; as a table for who wants numbers. */
export function TrafficChart({ minutes }: { readonly minutes: Minutes }) {
  const times = stepTimes(
    minutes.map(({ at }) => at),
    MINUTE_SECONDS,
  )
  const common = { times, timeName: t('operation.minute'), table: null, small: true }
  const answered = minutes.map(({ requests, errors }) => requests - errors)
  const head = ['minute', 'requests', 'errors', 'typical', 'slowest'] as const
  return (
    <>
      <Plot
        {...common}
        label={t('operation.chartRequests')}
        shape="bars"
        series={[
          { name: t('operation.errors'), tone: 'bad', values: minutes.map(({ errors }) => errors) },
          { name: t('operation.answered'), tone: 'accent', values: answered },
        ]}
        format={longCount}
        formatAxis={shortCount}
        whole
        running
      />
      <Plot
        {...common}
        label={t('operation.chartSlowest')}
        shape="lines"
        series={[{ name: t('operation.slowest'), tone: 'ink', values: minutes.map(({ p99_ms }) => p99_ms) }]}
        format={milliseconds}
        formatAxis={shortCount}
      />
      <AsTable label={t('operation.requests')} head={head.map((one) => t(`operation.${one}`))}>
        {() =>
          minutes.map((minute, place) => (
            <tr key={minute.at}>
              <th scope="row">{times[place]!.long}</th>
              <td>{longCount(minute.requests)}</td>
              <td>{longCount(minute.errors)}</td>
              <td>{inMs(minute.p50_ms)}</td>
              <td>{inMs(minute.p99_ms)}</td>
            </tr>
          ))
        }
      </AsTable>
    </>
  )
}
