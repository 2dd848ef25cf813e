import { useQuery } from '@tanstack/react-query'
import type { HealthReport } from '../../server/instance/health/schema.ts'
import type { MailsSummary, MailView } from '../../server/moderation/operation/schema.ts'
import { del, get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { STAFF, useDoing } from '../moderation/doing.ts'
import { Badge, Chips, useFilters } from '../moderation/parts.tsx'
import css from '../moderation/staff.module.css'
import { StaffList, useStaffPages } from '../moderation/staff-list.tsx'
import { StaffPage } from '../moderation/staff-page.tsx'
import { currentMe } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { navigate } from '../ui/router.tsx'
import { Empty } from '../ui/states.tsx'
import { longCount, moment } from '../ui/time.tsx'
import { Suppressions } from './suppressions.tsx'

const PATH = '/api/tweeter/v1/admin/mail'

export default function QueuePage({ id = 'mails' }: { readonly id?: string }) {
  return (
    <StaffPage section="/admin/queue">
      <div className={css.filters}>
        <Chips
          label={t('moderation.show')}
          value={id}
          options={[
            ['mails', t('operation.queue')],
            ['suppressions', t('operation.suppressions')],
          ]}
          onChange={(kind) => navigate(kind === 'mails' ? '/admin/queue' : `/admin/queue/${kind}`, { replace: true })}
        />
        <OnFile />
      </div>
      {id === 'suppressions' ? <Suppressions /> : <Mails />}
    </StaffPage>
  )
}

/** The way to the mails themselves, where they are written to files and not sent: a page of the server, for the owner. */
function OnFile() {
  const isOwner = currentMe()?.role?.id === 'owner'
  const { data } = useQuery({
    queryKey: [STAFF, 'health'],
    queryFn: ({ signal }) => get<HealthReport>('/api/tweeter/v1/admin/health', {}, signal),
    enabled: isOwner,
  })
  return isOwner && data?.mail.transport === 'files' ? <a href="/admin/mails">{t('operation.mailsOnFile')}</a> : null
}

const stateNames = {
  waiting: 'operation.waiting',
  sending: 'operation.mailSending',
  failed: 'operation.mailFailed',
  unknown: 'operation.mailUnknown',
  bounced: 'operation.mailBounced',
} as const
const tones = { waiting: 'plain', sending: 'plain', failed: 'bad', unknown: 'warn', bounced: 'bad' } as const
const states = Object.keys(stateNames) as (keyof typeof stateNames)[]

function Mails() {
  const filters = useFilters()
  const state = filters.of('state')
  const summary = useQuery({
    queryKey: [STAFF, 'mail', 'summary'],
    queryFn: ({ signal }) => get<MailsSummary>(`${PATH}/summary`, {}, signal),
  }).data
  const pages = useStaffPages<MailView>(PATH, { limit: 40, state: state || null })
  const { busy, run } = useDoing()
  return (
    <>
      <div className={css.bar}>
        <p>
          {summary &&
            t('operation.mailSummary', { sent: longCount(summary.sent), waiting: longCount(summary.waiting) })}
        </p>
        {summary !== undefined && summary.waiting > 0 && (
          <Button
            size="small"
            icon="refresh"
            busy={busy === 'all'}
            onClick={() => void run('all', () => post(`${PATH}/retry_all`), t('operation.mailsRetried'))}
          >
            {t('operation.sendAll')}
          </Button>
        )}
      </div>
      <div className={css.filters}>
        <Chips
          label={t('moderation.state')}
          value={state}
          options={[
            ['', t('moderation.all')],
            ...states.map(
              (one) => [one, `${t(stateNames[one])}${summary ? ` (${longCount(summary[one])})` : ''}`] as const,
            ),
          ]}
          onChange={(value) => filters.set({ state: value })}
        />
      </div>
      <StaffList
        label={t('operation.queue')}
        pages={pages}
        keyOf={({ id }) => id}
        render={(mail) => <MailRow mail={mail} />}
        empty={
          <Empty icon="mail" title={t('operation.noMails')}>
            {t('operation.noMailsText')}
          </Empty>
        }
      />
    </>
  )
}

function MailRow({ mail }: { readonly mail: MailView }) {
  const { busy, run } = useDoing()
  const drop = async () => {
    const asked = { title: t('operation.dropMailAsk'), text: t('operation.dropMailText', { to: mail.to }) }
    if (await askToConfirm({ ...asked, action: t('operation.drop'), danger: true }))
      await run('drop', () => del(`${PATH}/${mail.id}`), t('operation.dropped'))
  }
  return (
    <div className={css.lines}>
      <div className={css.row}>
        <div className={css.lines}>
          <b dir="auto">{mail.subject}</b>
          <bdi dir="ltr">{mail.to}</bdi>
        </div>
        <div className={css.deeds}>
          {mail.retriable && (
            <Button
              size="small"
              busy={busy === 'retry'}
              onClick={() => void run('retry', () => post(`${PATH}/${mail.id}/retry`), t('operation.mailsRetried'))}
            >
              {t('operation.sendNow')}
            </Button>
          )}
          {mail.state === 'waiting' && (
            <Button size="small" busy={busy === 'drop'} onClick={() => void drop()}>
              {t('operation.drop')}
            </Button>
          )}
        </div>
      </div>
      <p className={css.meta}>
        <Badge tone={tones[mail.state]}>{t(stateNames[mail.state])}</Badge>
        {mail.tries > 0 && <span>{t('operation.tries', { count: mail.tries })}</span>}
        <span>{moment(mail.created_at)}</span>
        {mail.next_try_at && <span>{t('operation.runsAt', { time: moment(mail.next_try_at) })}</span>}
      </p>
      {mail.last_error && (
        <p dir="auto" className={css.quoted}>
          {mail.last_error}
        </p>
      )}
    </div>
  )
}
