import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { HealthReport } from '../../server/instance/health/schema.ts'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { STAFF } from '../moderation/doing.ts'
import { Badge, Facts } from '../moderation/parts.tsx'
import staff from '../moderation/staff.module.css'
import { StaffPage } from '../moderation/staff-page.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { longCount, moment } from '../ui/time.tsx'
import css from './health.module.css'
import { bytes, milliseconds, percent, problemWords, timeSpan } from './health-words.ts'
import { TrafficChart } from './traffic-chart.tsx'

const EVERY_MS = 10_000

export default function HealthPage() {
  return (
    <StaffPage section="/admin/health">
      <Health />
    </StaffPage>
  )
}

function Health() {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [STAFF, 'health'],
    queryFn: ({ signal }) => get<HealthReport>('/api/tweeter/v1/admin/health', {}, signal),
    staleTime: 0,
    // Stands still while the page is hidden.
    refetchInterval: EVERY_MS,
  })
  if (isPending) return <Skeletons count={5} />
  if (!data) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <>
      <div className={staff.bar}>
        <p role="status" className={css.whole}>
          <State state={data.state} /> {t(`operation.whole_${data.state}`)}
        </p>
        <span className="soft small">{t('operation.measured', { time: moment(data.measured_at) })}</span>
      </div>
      {error && <Failure error={error} />}
      <div className={css.parts}>
        <Requests part={data.requests} />
        <Parts report={data} />
      </div>
    </>
  )
}

const State = ({ state }: { readonly state: HealthReport['state'] }) => (
  <Badge tone={state === 'ok' ? 'good' : state}>{t(`operation.${state}`)}</Badge>
)

interface PartProps {
  readonly title: string
  readonly part: Pick<HealthReport['server'], 'state' | 'problems'>
  readonly children: ReactNode
  readonly wide?: boolean
}

/** A part of the server with its figures and what is wrong with them. */
const Part = ({ title, part, children, wide = false }: PartProps) => (
  <section className={`${css.part} ${css[part.state]} ${wide ? css.wide : ''}`}>
    <h2>
      <span>{title}</span> <State state={part.state} />
    </h2>
    {part.problems.map((problem) => (
      <p key={problem.code} className={css.problem}>
        {problemWords(problem)}
      </p>
    ))}
    {children}
  </section>
)

const Requests = ({ part }: { readonly part: HealthReport['requests'] }) => (
  <Part title={t('operation.requests')} part={part} wide>
    <TrafficChart minutes={part.minutes} />
    <Facts
      facts={[
        [t('operation.perMinuteName'), longCount(part.per_minute)],
        [t('operation.typical'), part.p50_ms === null ? '–' : milliseconds(part.p50_ms)],
        [t('operation.slowest'), part.p99_ms === null ? '–' : milliseconds(part.p99_ms)],
        [t('operation.errors'), longCount(part.errors)],
      ]}
    />
  </Part>
)

const Parts = ({
  report: { server, database, disk, memory, event_loop, streams, jobs, mail, network },
}: {
  readonly report: HealthReport
}) => (
  <>
    <Part title={t('operation.server')} part={server}>
      <Facts
        facts={[
          [t('operation.version'), <bdi key="version">{server.version}</bdi>],
          ['Node.js', <bdi key="node">{server.node_version}</bdi>],
          [t('operation.uptime'), timeSpan(server.uptime_seconds)],
        ]}
      />
    </Part>
    <Part title={t('operation.database')} part={database}>
      <Facts
        facts={[
          ['PostgreSQL', <bdi key="version">{database.version}</bdi>],
          [t('operation.size'), bytes(database.size_bytes)],
          [
            t('operation.connections'),
            t('operation.ofMost', { count: database.connections, most: database.max_connections }),
          ],
          [t('operation.answersIn'), milliseconds(database.round_trip_ms)],
        ]}
      />
    </Part>
    <Part title={t('operation.disk')} part={disk}>
      <Facts
        facts={[
          [t('operation.free'), bytes(disk.free_bytes)],
          [t('operation.ofAll'), `${bytes(disk.total_bytes)} (${percent((disk.free_bytes / disk.total_bytes) * 100)})`],
        ]}
      />
    </Part>
    <Part title={t('operation.memory')} part={memory}>
      <Facts
        facts={[
          [t('operation.resident'), bytes(memory.rss_bytes)],
          [
            t('operation.heap'),
            t('operation.ofMost', { count: bytes(memory.heap_used_bytes), most: bytes(memory.heap_limit_bytes) }),
          ],
        ]}
      />
    </Part>
    <Part title={t('operation.eventLoop')} part={event_loop}>
      <Facts
        facts={[[t('operation.delay'), event_loop.delay_p99_ms === null ? '–' : milliseconds(event_loop.delay_p99_ms)]]}
      />
    </Part>
    <Part title={t('operation.streams')} part={streams}>
      <Facts facts={[[t('operation.openStreams'), longCount(streams.open)]]} />
    </Part>
    <Part title={t('operation.jobs')} part={jobs}>
      <Facts
        facts={[
          [t('operation.waiting'), longCount(jobs.waiting)],
          [t('operation.future'), longCount(jobs.future)],
          [t('operation.parked'), longCount(jobs.parked)],
          [t('operation.failing'), longCount(jobs.failing)],
        ]}
      />
    </Part>
    <Part title={t('operation.mail')} part={mail}>
      <Facts
        facts={[
          [t('operation.transport'), t(mail.transport === 'smtp' ? 'operation.bySmtp' : 'operation.toFiles')],
          [t('operation.waiting'), longCount(mail.waiting)],
          [t('operation.failedLastDay'), longCount(mail.failed_last_day)],
        ]}
      />
    </Part>
    <Part title={t('operation.network')} part={network}>
      <Facts
        facts={[
          [t('operation.registration'), t(`operation.registration_${network.registration}`)],
          [t('operation.people'), longCount(network.people)],
          [t('operation.activeMonth'), longCount(network.active_month)],
        ]}
      />
    </Part>
  </>
)
