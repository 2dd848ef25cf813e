import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { HealthReport } from '../../server/instance/health/schema.ts'
import type { Dimension, Measure } from '../../server/moderation/figures/schema.ts'
import { get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { type BarRow, Bars } from '../ui/figures.tsx'
import { Section } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { longCount, shortCount } from '../ui/time.tsx'
import { STAFF } from './doing.ts'
import { Badge } from './parts.tsx'
import { useQueue } from './queue-count.tsx'
import { Spark } from './spark.tsx'
import css from './staff.module.css'
import { StaffPage } from './staff-page.tsx'

export default function OverviewPage() {
  return (
    <StaffPage section="/admin">
      <Waiting />
      <Figures />
      <Kinds />
    </StaffPage>
  )
}

const DAY_MS = 24 * 3600 * 1000
const DAYS = 30
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const span = () => ({ start_at: dayOf(Date.now() - (DAYS - 1) * DAY_MS), end_at: dayOf(Date.now()) })

interface CardProps {
  readonly to: string
  readonly title: string
  readonly children: ReactNode
}

const Card = ({ to, title, children }: CardProps) => (
  <Link to={to} className={css.card}>
    <h2>{title}</h2>
    {children}
  </Link>
)

/** How many things of a list wait for somebody. */
function Count({ path, query }: { readonly path: string; readonly query: Readonly<Record<string, string>> }) {
  return <strong>{useQueue(path, query) || '…'}</strong>
}

/** What there is to do, and how the server is. */
const Waiting = () => (
  <div className={css.cards}>
    {may('manage_reports') && (
      <Card to="/admin/reports" title={t('moderation.openReports')}>
        <Count path="/api/v1/admin/reports" query={{}} />
      </Card>
    )}
    {may('manage_users') && (
      <Card to="/admin/accounts?status=pending" title={t('moderation.pendingAccounts')}>
        <Count path="/api/v2/admin/accounts" query={{ status: 'pending' }} />
      </Card>
    )}
    {may('manage_users') && (
      <Card to="/admin/automation" title={t('automation.open')}>
        <Count path="/api/tweeter/v1/admin/automation" query={{}} />
      </Card>
    )}
    <Card to="/admin/health" title={t('operation.health')}>
      <HealthLine />
    </Card>
  </div>
)

function HealthLine() {
  const { data } = useQuery({
    queryKey: [STAFF, 'health'],
    queryFn: ({ signal }) => get<HealthReport>('/api/tweeter/v1/admin/health', {}, signal),
    refetchInterval: 60_000,
  })
  if (!data) return <p>…</p>
  const tone = data.state === 'ok' ? 'good' : data.state
  return (
    <>
      <span>
        <Badge tone={tone}>{t(`operation.${data.state}`)}</Badge>
      </span>
      <p>{t('operation.perMinute', { count: longCount(data.requests.per_minute) })}</p>
    </>
  )
}

const measureNames = {
  active_users: 'moderation.activeUsers',
  new_users: 'moderation.newUsers',
  interactions: 'moderation.interactions',
  opened_reports: 'moderation.openedReports',
  resolved_reports: 'moderation.resolvedReports',
} as const
type MeasureName = keyof typeof measureNames

function Figures() {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [STAFF, 'measures'],
    queryFn: () => post<Measure[]>('/api/v1/admin/measures', { keys: Object.keys(measureNames), ...span() }),
  })
  if (isPending) return <Skeletons count={2} />
  if (!data) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <Section title={t('moderation.lastDays', { count: DAYS })}>
      <div className={css.figures}>
        {data.map((measure) => (
          <Figure key={measure.key} measure={measure} />
        ))}
      </div>
    </Section>
  )
}

function Figure({ measure }: { readonly measure: Measure }) {
  const name = t(measureNames[measure.key as MeasureName])
  const values = measure.data.map(({ value }) => Number(value))
  const before = measure.previous_total === undefined ? null : Number(measure.previous_total)
  const words = `${name}: ${t('moderation.spark', { most: Math.max(0, ...values), last: values.at(-1) ?? 0 })}`
  return (
    <div className={css.card}>
      <h3>{name}</h3>
      <strong title={longCount(Number(measure.total))}>{shortCount(Number(measure.total))}</strong>
      {before !== null && <p>{t('moderation.before', { count: longCount(before) })}</p>}
      <Spark values={values} label={words} />
    </div>
  )
}

const dimensionNames = {
  languages: 'moderation.languages',
  sources: 'moderation.sources',
  space_usage: 'moderation.space',
  software_versions: 'moderation.software',
} as const

function Kinds() {
  const { data } = useQuery({
    queryKey: [STAFF, 'dimensions'],
    queryFn: () =>
      post<Dimension[]>('/api/v1/admin/dimensions', { keys: Object.keys(dimensionNames), limit: 6, ...span() }),
  })
  return data
    ?.filter((dimension) => dimension.data.length > 0)
    .map((dimension) => (
      <Section key={dimension.key} title={t(dimensionNames[dimension.key as keyof typeof dimensionNames])}>
        <Bars rows={dimension.data.map(barOf)} />
      </Section>
    ))
}

/** What has words of its own (a version, a size) has no bar. */
const barOf = ({ key, human_key, human_value, value }: Dimension['data'][number]): BarRow => ({
  key,
  name: human_key,
  words: human_value ?? longCount(Number(value)),
  value: human_value === undefined ? Number(value) || 0 : null,
})
