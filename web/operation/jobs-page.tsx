import { useQuery } from '@tanstack/react-query'
import type { JobsSummary, JobView } from '../../server/moderation/operation/schema.ts'
import { del, get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { STAFF, useDoing } from '../moderation/doing.ts'
import { Badge, Chips, useFilters } from '../moderation/parts.tsx'
import css from '../moderation/staff.module.css'
import { StaffList, useStaffPages } from '../moderation/staff-list.tsx'
import { StaffPage } from '../moderation/staff-page.tsx'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Section } from '../ui/page.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { longCount, moment } from '../ui/time.tsx'
import { timeSpan } from './health-words.ts'
import { JobsTable } from './jobs-table.tsx'

const PATH = '/api/tweeter/v1/admin/jobs'
const EVERY_MS = 10_000

export default function JobsPage() {
  return (
    <StaffPage section="/admin/jobs">
      <Summary />
      <Jobs />
    </StaffPage>
  )
}

function Summary() {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [STAFF, 'jobs', 'summary'],
    queryFn: ({ signal }) => get<JobsSummary>(`${PATH}/summary`, {}, signal),
    staleTime: 0,
    refetchInterval: EVERY_MS,
  })
  const { busy, run } = useDoing()
  const filters = useFilters()
  if (isPending) return <Skeletons count={2} />
  if (!data) return <Failure error={error} onRetry={() => void refetch()} />
  const retryAll = async (listener: string | null) => {
    const asked = { title: t('operation.retryAllAsk'), text: t('operation.retryAllText') }
    if (!(await askToConfirm({ ...asked, action: t('operation.retryAll') }))) return
    const body = listener === null ? {} : { listener }
    await run(`all ${listener}`, () => post(`${PATH}/retry_all`, body), t('operation.retried'))
  }
  const late = data.oldest_waiting_seconds
  return (
    <Section>
      <div className={css.lines}>
        <div className={css.row}>
          <p>
            {t('operation.jobsSummary', {
              waiting: longCount(data.waiting),
              future: longCount(data.future),
              parked: longCount(data.parked),
            })}
            {late !== null && late > 0 && ` ${t('operation.oldestWaits', { time: timeSpan(late) })}`}
          </p>
          {data.parked + data.failing > 0 && (
            <Button size="small" icon="refresh" busy={busy === 'all null'} onClick={() => void retryAll(null)}>
              {t('operation.retryAll')}
            </Button>
          )}
        </div>
        <JobsTable
          listeners={data.listeners}
          busy={busy}
          onShow={(listener) => filters.set({ listener })}
          onRetry={(listener) => void retryAll(listener)}
        />
      </div>
    </Section>
  )
}

const stateOptions = () =>
  [
    ['', t('moderation.all')],
    ['parked', t('operation.parked')],
    ['waiting', t('operation.waiting')],
    ['future', t('operation.future')],
  ] as const

function Jobs() {
  const filters = useFilters()
  const [state, listener] = [filters.of('state'), filters.of('listener')]
  const pages = useStaffPages<JobView>(PATH, { limit: 40, state: state || null, listener: listener || null })
  return (
    <>
      <div className={css.filters}>
        <Chips
          label={t('moderation.state')}
          value={state}
          options={stateOptions()}
          onChange={(value) => filters.set({ state: value })}
        />
        {listener && (
          <Button size="small" icon="close" onClick={() => filters.set({ listener: '' })}>
            <bdi>{listener}</bdi>
          </Button>
        )}
      </div>
      <StaffList
        label={t('operation.jobs')}
        pages={pages}
        keyOf={({ id }) => id}
        render={(job) => <JobRow job={job} />}
        empty={
          <Empty icon="check" title={t('operation.noJobs')}>
            {t('operation.noJobsText')}
          </Empty>
        }
      />
    </>
  )
}

const tones = { waiting: 'plain', future: 'plain', parked: 'bad' } as const

function JobRow({ job }: { readonly job: JobView }) {
  const { busy, run } = useDoing()
  const drop = async () => {
    const asked = { title: t('operation.dropJobAsk'), text: t('operation.dropJobText') }
    if (await askToConfirm({ ...asked, action: t('operation.drop'), danger: true }))
      await run('drop', () => del(`${PATH}/${job.id}`), t('operation.dropped'))
  }
  return (
    <div className={css.lines}>
      <div className={css.row}>
        <b dir="ltr" className={css.mono}>
          {job.listener}
        </b>
        <div className={css.deeds}>
          {(job.state === 'parked' || job.tries > 0) && (
            <Button
              size="small"
              busy={busy === 'retry'}
              onClick={() => void run('retry', () => post(`${PATH}/${job.id}/retry`), t('operation.retried'))}
            >
              {t('operation.retry')}
            </Button>
          )}
          <Button size="small" busy={busy === 'drop'} onClick={() => void drop()}>
            {t('operation.drop')}
          </Button>
        </div>
      </div>
      <p className={css.meta}>
        <Badge tone={tones[job.state]}>{t(`operation.${job.state}`)}</Badge>
        {job.tries > 0 && <span>{t('operation.tries', { count: job.tries })}</span>}
        {job.run_at && <span>{t('operation.runsAt', { time: moment(job.run_at) })}</span>}
        {job.parked_at && <span>{t('operation.parkedAt', { time: moment(job.parked_at) })}</span>}
      </p>
      {job.last_error && (
        <p dir="auto" className={css.quoted}>
          {job.last_error}
        </p>
      )}
      <details>
        <summary>{t('moderation.details')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre dir="ltr" className={css.mono} tabIndex={0}>
          {[job.fact ?? '', job.payload, job.created_at].join('\n')}
        </pre>
      </details>
    </div>
  )
}
