/** What the server is asked for, while one looks. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import type { TrafficRange, TrafficReport } from '../../server/moderation/operation/traffic-schema.ts'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { STAFF } from '../moderation/doing.ts'
import { Badge, Chips, useFilters } from '../moderation/parts.tsx'
import staff from '../moderation/staff.module.css'
import { StaffPage } from '../moderation/staff-page.tsx'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { Plot, type Series } from '../ui/plot.tsx'
import { type StepTime, stepTimes } from '../ui/plot-times.ts'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { longCount, shortCount } from '../ui/time.tsx'
import { age, inMs, milliseconds } from './health-words.ts'
import { rateOf, type Sample, withSample } from './rate.ts'
import { StatusMap } from './status-map.tsx'
import css from './traffic.module.css'
import { Agents } from './traffic-agents.tsx'
import { TrafficFigures } from './traffic-figures.tsx'
import { type RouteChoice, Routes } from './traffic-routes.tsx'

/** How often each range is asked for anew; a month does not change while one looks. */
const EVERY_MS: Readonly<Record<TrafficRange, number>> = {
  '15m': 2000,
  '1h': 2000,
  '24h': 15_000,
  '7d': 60_000,
  '30d': 60_000,
}
const RANGES = Object.keys(EVERY_MS) as TrafficRange[]

export default function TrafficPage() {
  return (
    <StaffPage section="/admin/traffic">
      <Traffic />
    </StaffPage>
  )
}

interface Chosen {
  readonly range: TrafficRange
  readonly kind: string
  readonly route: RouteChoice | null
}

function Traffic() {
  const filters = useFilters()
  const wanted = filters.of('range') as TrafficRange
  const range = RANGES.includes(wanted) ? wanted : '1h'
  const kind = ['person', 'bot'].includes(filters.of('kind')) ? filters.of('kind') : ''
  const [method = '', pattern = ''] = filters.of('route').split(' ')
  const route = method ? { method, route: pattern } : null
  const [paused, setPaused] = useState(false)
  const { data, isPending, error, refetch, samples, isPlaceholderData } = useTraffic({ range, kind, route }, paused)
  return (
    <>
      <div className={staff.filters}>
        <Chips
          label={t('traffic.range')}
          value={range}
          options={RANGES.map((one) => [one, t(`traffic.range_${one}`)])}
          onChange={(value) => filters.set({ range: value === '1h' ? '' : value })}
        />
        <Chips
          label={t('traffic.kind')}
          value={kind}
          options={[
            ['', t('traffic.everybody')],
            ['person', t('traffic.people')],
            ['bot', t('traffic.bots')],
          ]}
          onChange={(value) => filters.set({ kind: value })}
        />
        {route && (
          <Button
            size="small"
            icon="close"
            className={css.only}
            aria-label={t('traffic.allRoutes')}
            onClick={() => filters.set({ route: '' })}
          >
            <bdi dir="ltr">{`${route.method} ${route.route || '—'}`}</bdi>
          </Button>
        )}
      </div>
      {isPending && <Skeletons count={5} />}
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          <StateBar report={data} paused={paused} failed={error !== null} onPause={setPaused} />
          <div className={isPlaceholderData ? css.before : undefined} aria-busy={isPlaceholderData || undefined}>
            <Report
              report={data}
              samples={samples}
              chosen={route}
              onRoute={(one) => filters.set({ route: one ? `${one.method} ${one.route}` : '' })}
            />
          </div>
        </>
      )}
    </>
  )
}

function useTraffic({ range, kind, route }: Chosen, paused: boolean) {
  const key = [STAFF, 'traffic', range, kind, route?.method, route?.route]
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      get<TrafficReport>('/api/tweeter/v1/admin/traffic', { range, kind: kind || null, ...route }, signal),
    staleTime: 0,
    // Stands still while the page is hidden.
    refetchInterval: paused ? false : EVERY_MS[range],
    placeholderData: keepPreviousData,
  })
  const { data, isPlaceholderData } = query
  const kept = useRef<{ readonly of: string; readonly samples: readonly Sample[] }>({ of: '', samples: [] })
  const of = key.join(' ')
  const samples = useMemo(() => {
    if (!data || isPlaceholderData) return []
    const sample = {
      atMs: Date.parse(data.until),
      steps: new Map(data.times.map(({ at, requests }) => [at, requests])),
    }
    const samples = withSample(kept.current.of === of ? kept.current.samples : [], sample)
    kept.current = { of, samples }
    return samples
  }, [data, isPlaceholderData, of])
  return { ...query, samples }
}

const LATE_SECONDS = 30

interface StateBarProps {
  readonly report: TrafficReport
  readonly paused: boolean
  readonly failed: boolean
  readonly onPause: (paused: boolean) => void
}

/** Whether what is shown is of now, and how to make it stand still. */
function StateBar({ report: { mode, read_at, until }, paused, failed, onPause }: StateBarProps) {
  const seconds = read_at === null ? null : Math.max(0, Math.round((Date.parse(until) - Date.parse(read_at)) / 1000))
  const late = failed || (seconds !== null && seconds > LATE_SECONDS)
  const state = mode === 'off' ? 'stopped' : paused ? 'paused' : late || seconds === null ? 'late' : 'live'
  return (
    <>
      <div className={`${staff.bar} ${css.state}`}>
        <p>
          <Badge tone={state === 'live' ? 'good' : state === 'paused' ? 'plain' : 'warn'}>
            {t(`traffic.${state}`)}
          </Badge>{' '}
          <span>{seconds === null ? t('traffic.neverRead') : t('traffic.readAgo', { time: age(seconds) })}</span>
        </p>
        <Button size="small" icon={paused ? 'play' : 'pause'} onClick={() => onPause(!paused)}>
          {t(paused ? 'traffic.resume' : 'traffic.pause')}
        </Button>
      </div>
      {mode !== 'on' && (
        <div className={css.mode}>
          <div className={staff.notice}>
            <b>{t(mode === 'off' ? 'traffic.offTitle' : 'traffic.writeTitle')}</b>
            <p>{t(mode === 'off' ? 'traffic.offText' : 'traffic.writeText')}</p>
          </div>
        </div>
      )}
    </>
  )
}

interface ReportProps {
  readonly report: TrafficReport
  readonly samples: readonly Sample[]
  readonly chosen: RouteChoice | null
  readonly onRoute: (route: RouteChoice | null) => void
}

function Report({ report, samples, chosen, onRoute }: ReportProps) {
  const { times, step_seconds: seconds } = report
  const steps = useSteps(times, seconds)
  const rate = rateOf(samples, seconds)
  return (
    <>
      <TrafficFigures report={report} rate={report.mode === 'off' ? null : rate} />
      {report.total.requests === 0 ? (
        <Empty icon="poll" title={t('traffic.nothing')}>
          {t('traffic.nothingText')}
        </Empty>
      ) : (
        <>
          <OverTime report={report} steps={steps} />
          <Section title={t('traffic.statuses')}>
            <StatusMap statuses={report.statuses} times={steps} />
          </Section>
        </>
      )}
      {report.routes.length > 0 && <Routes rows={report.routes} chosen={chosen} onChoose={onRoute} />}
      {report.agents.length > 0 && <Agents rows={report.agents} />}
      <p className={css.about}>{t('traffic.about')}</p>
    </>
  )
}

/** The same words as long as the steps are the same: most answers differ in the figures only. */
function useSteps(times: TrafficReport['times'], seconds: number): readonly StepTime[] {
  const key = times.map(({ at }) => at).join()
  return useMemo(() => stepTimes(key === '' ? [] : key.split(','), seconds), [key, seconds])
}

function OverTime({
  report: { times, total },
  steps,
}: {
  readonly report: TrafficReport
  readonly steps: readonly StepTime[]
}) {
  const sum = (of: (one: TrafficReport['times'][number]) => number) => times.reduce((all, one) => all + of(one), 0)
  const requests: Series[] = [
    {
      name: t('traffic.people'),
      tone: 'accent',
      values: times.map(({ people }) => people),
      whole: shortCount(sum(({ people }) => people)),
    },
    {
      name: t('traffic.bots'),
      tone: 'plain',
      values: times.map(({ bots }) => bots),
      whole: shortCount(sum(({ bots }) => bots)),
    },
  ]
  const durations: Series[] = [
    { name: 'p50', tone: 'good', values: times.map(({ p50_ms }) => p50_ms), whole: inMs(total.p50_ms) },
    { name: 'p95', tone: 'plain', values: times.map(({ p95_ms }) => p95_ms), whole: inMs(total.p95_ms) },
    { name: 'p99', tone: 'bad', values: times.map(({ p99_ms }) => p99_ms), whole: inMs(total.p99_ms) },
  ]
  const common = { times: steps, timeName: t('traffic.time') }
  return (
    <>
      <Section>
        <Plot
          {...common}
          label={t('traffic.overTime')}
          shape="bars"
          series={requests}
          format={longCount}
          formatAxis={shortCount}
          whole
          running
        />
      </Section>
      <Section>
        <Plot
          {...common}
          label={t('traffic.howFast')}
          shape="lines"
          series={durations}
          format={milliseconds}
          formatAxis={shortCount}
        />
        <p className={css.text}>{t('traffic.howFastText')}</p>
      </Section>
    </>
  )
}
