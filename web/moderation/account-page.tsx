import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AdminAccount, AdminReport } from '../../server/moderation/admin-schema.ts'
import { profilePath } from '../accounts/name.tsx'
import { del, get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Section } from '../ui/page.tsx'
import { Link, navigate } from '../ui/router.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { Ago, longCount, moment } from '../ui/time.tsx'
import { ActDialog, type Undoing, undoDeed } from './act-dialog.tsx'
import { AuditEntries } from './audit-entries.tsx'
import { STAFF, useDoing } from './doing.ts'
import { EditDialog } from './edit-dialog.tsx'
import { Facts, StaffPerson } from './parts.tsx'
import { PendingVerbs } from './pending-verbs.tsx'
import { ReportRow } from './reports-page.tsx'
import css from './staff.module.css'
import { StaffList, useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'
import { mayDecideAbout, roleName, rolesToGive } from './standing.ts'
import { Standing } from './standing-line.tsx'

export default function AccountPage({ id }: { readonly id: string }) {
  return (
    <StaffPage section="/admin/accounts" title={t('moderation.account')} back="/admin/accounts">
      <Account id={id} />
    </StaffPage>
  )
}

function Account({ id }: { readonly id: string }) {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [STAFF, 'account', id],
    queryFn: ({ signal }) => get<AdminAccount>(`/api/v1/admin/accounts/${id}`, {}, signal),
  })
  if (isPending) return <Skeletons count={3} />
  if (!data) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <>
      <Section>
        <div className={css.lines}>
          <StaffPerson account={data.account} />
          <Standing account={data} />
          <Verbs account={data} />
        </div>
      </Section>
      <FactsOf account={data} />
      {may('manage_reports') && (
        <>
          <ReportsOf title={t('moderation.reportsAbout')} query={{ target_account_id: id }} />
          <ReportsOf title={t('moderation.reportsBy')} query={{ account_id: id }} />
        </>
      )}
      <Section title={t('moderation.history')}>
        <AuditEntries targetType="account" targetId={id} />
      </Section>
    </>
  )
}

function Verbs({ account }: { readonly account: AdminAccount }) {
  const [open, setOpen] = useState<'act' | 'role' | null>(null)
  const { busy, run } = useDoing()
  const undo = (is: boolean, verb: Undoing, words: string) =>
    is && (
      <Button
        size="small"
        busy={busy === verb}
        onClick={() => void run(verb, () => undoDeed(account.id, verb), t('moderation.undone'))}
      >
        {words}
      </Button>
    )
  const destroy = async () => {
    const asked = { title: t('moderation.destroyAsk', { name: account.username }), text: t('moderation.destroyText') }
    if (!(await askToConfirm({ ...asked, action: t('moderation.destroy'), danger: true }))) return
    const url = `/api/v1/admin/accounts/${account.id}`
    if (await run('destroy', () => del(url), t('moderation.destroyed'))) navigate('/admin/accounts')
  }
  const isAbove = mayDecideAbout(account)
  return (
    <>
      {isAbove && account.email !== null && !account.approved && (
        <PendingVerbs account={account} onGone={() => navigate('/admin/accounts')} />
      )}
      <div className={css.deeds}>
        {isAbove ? (
          <>
            <Button size="small" variant="primary" icon="shield" onClick={() => setOpen('act')}>
              {t('moderation.decide')}
            </Button>
            {undo(account.suspended, 'unsuspend', t('moderation.unsuspend'))}
            {undo(account.disabled, 'enable', t('moderation.enable'))}
            {undo(account.silenced, 'unsilence', t('moderation.unsilence'))}
            {undo(account.sensitized, 'unsensitive', t('moderation.unsensitive'))}
            {may('manage_roles') && account.email !== null && (
              <Button size="small" onClick={() => setOpen('role')}>
                {t('moderation.changeRole')}
              </Button>
            )}
            {account.suspended && may('delete_user_data') && (
              <Button size="small" variant="danger" busy={busy === 'destroy'} onClick={() => void destroy()}>
                {t('moderation.destroy')}
              </Button>
            )}
          </>
        ) : (
          <p className="soft">{t('moderation.notAbove')}</p>
        )}
        <ButtonLink size="small" to={profilePath(account.account)}>
          {t('moderation.profile')}
        </ButtonLink>
      </div>
      {open === 'act' && <ActDialog account={account} deed={{ kind: 'account' }} onClose={() => setOpen(null)} />}
      {open === 'role' && <RoleDialog account={account} onClose={() => setOpen(null)} />}
    </>
  )
}

const RoleDialog = ({ account, onClose }: { readonly account: AdminAccount; readonly onClose: () => void }) => (
  <EditDialog
    title={t('moderation.changeRole')}
    fields={[
      {
        name: 'role',
        label: t('moderation.role'),
        kind: 'select',
        options: rolesToGive(),
        hint: t('moderation.roleHint'),
      },
    ]}
    values={{ role: account.role.id === '-99' ? 'user' : account.role.id }}
    save={(values) => post(`/api/tweeter/v1/admin/accounts/${account.id}/role`, values)}
    onClose={onClose}
  />
)

function FactsOf({ account }: { readonly account: AdminAccount }) {
  const { account: shown } = account
  return (
    <Section title={t('moderation.facts')}>
      <Facts
        facts={[
          [t('moderation.role'), roleName(account.role.id)],
          account.email ? [t('moderation.email'), <Mailbox key="email" email={account.email} />] : null,
          account.email ? [t('moderation.confirmed'), account.confirmed ? t('common.yes') : t('common.no')] : null,
          [t('moderation.since'), moment(account.created_at)],
          [t('moderation.posts'), longCount(shown.statuses_count)],
          [t('moderation.followers'), longCount(shown.followers_count)],
          account.locale ? [t('moderation.locale'), account.locale] : null,
          account.invite_request
            ? [
                t('moderation.reason'),
                <span key="why" dir="auto">
                  {account.invite_request}
                </span>,
              ]
            : null,
          account.invited_by_account_id
            ? [
                t('moderation.invitedBy'),
                <Link key="by" to={`/admin/accounts/${account.invited_by_account_id}`}>
                  {account.invited_by_account_id}
                </Link>,
              ]
            : null,
          account.ips.length > 0
            ? [
                t('moderation.ips'),
                account.ips.map(({ ip, used_at }) => (
                  <div key={ip} className={css.meta}>
                    <Link to={`/admin/accounts?in=ip&q=${encodeURIComponent(ip)}`}>
                      <bdi dir="ltr">{ip}</bdi>
                    </Link>
                    <Ago at={used_at} />
                  </div>
                )),
              ]
            : null,
        ]}
      />
    </Section>
  )
}

/** The address, and the way to everybody else of its domain. */
const Mailbox = ({ email }: { readonly email: string }) => (
  <Link to={`/admin/accounts?in=email&q=${encodeURIComponent(email.slice(email.lastIndexOf('@')))}`}>
    <bdi dir="ltr">{email}</bdi>
  </Link>
)

interface ReportsOfProps {
  readonly title: string
  readonly query: { readonly target_account_id: string } | { readonly account_id: string }
}

function ReportsOf({ title, query }: ReportsOfProps) {
  const open = useStaffPages<AdminReport>('/api/v1/admin/reports', { limit: 10, ...query })
  const resolved = useStaffPages<AdminReport>('/api/v1/admin/reports', { limit: 10, resolved: true, ...query })
  const shared = {
    keyOf: (report: AdminReport) => report.id,
    render: (report: AdminReport) => <ReportRow report={report} />,
  }
  const isNone = open.items.length === 0 && resolved.items.length === 0 && !open.query.isPending
  return (
    <Section title={title}>
      {isNone ? (
        <p className="soft">{t('moderation.noReports')}</p>
      ) : (
        <>
          <StaffList label={`${title}: ${t('moderation.open')}`} pages={open} empty={null} {...shared} />
          <StaffList label={`${title}: ${t('moderation.resolved')}`} pages={resolved} empty={null} {...shared} />
        </>
      )}
    </Section>
  )
}
