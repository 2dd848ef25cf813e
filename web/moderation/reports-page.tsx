import type { AdminReport } from '../../server/moderation/admin-schema.ts'
import { Name } from '../accounts/name.tsx'
import { t } from '../messages/index.ts'
import { currentMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Link } from '../ui/router.tsx'
import { Empty } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { Badge, Chips, useFilters } from './parts.tsx'
import css from './reports.module.css'
import staff from './staff.module.css'
import { StaffList, useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'

export default function ReportsPage() {
  return (
    <StaffPage section="/admin/reports">
      <Reports />
    </StaffPage>
  )
}

const isMine = (report: AdminReport) => report.assigned_account?.id === currentMe()?.id

function Reports() {
  const filters = useFilters()
  const show = filters.of('show')
  const pages = useStaffPages<AdminReport>(
    '/api/v1/admin/reports',
    { limit: 40, ...(show === 'resolved' && { resolved: true }) },
    show === 'mine' ? (items) => items.filter(isMine) : undefined,
    show,
  )
  return (
    <>
      <div className={staff.filters}>
        <Chips
          label={t('moderation.show')}
          value={show}
          options={[
            ['', t('moderation.open')],
            ['mine', t('moderation.mine')],
            ['resolved', t('moderation.resolved')],
          ]}
          onChange={(value) => filters.set({ show: value })}
        />
      </div>
      <StaffList
        label={t('moderation.reports')}
        pages={pages}
        keyOf={(report) => report.id}
        render={(report) => <ReportRow report={report} />}
        empty={
          <Empty icon="check" title={t('moderation.noReports')}>
            {t('moderation.noReportsText')}
          </Empty>
        }
      />
    </>
  )
}

export const categoryName = (category: AdminReport['category']): string =>
  category === 'spam'
    ? t('moderation.spam')
    : category === 'legal'
      ? t('moderation.legal')
      : category === 'violation'
        ? t('moderation.violation')
        : t('moderation.other')

/** A report in a list: about whom, by whom, why, and how far it is. */
export function ReportRow({ report }: { readonly report: AdminReport }) {
  const { target_account: target, account: by, assigned_account: assigned } = report
  return (
    <Link to={`/admin/reports/${report.id}`} className={css.report}>
      <Avatar src={target.account.avatar_static} />
      <span className={staff.lines}>
        <span>
          <b>
            <Name account={target.account} />
          </b>{' '}
          <bdi dir="ltr" className="soft">
            @{target.username}
          </bdi>
        </span>
        {report.comment && (
          <span className={css.comment} dir="auto">
            {report.comment}
          </span>
        )}
        <span className={staff.meta}>
          <Badge>{categoryName(report.category)}</Badge>
          {report.action_taken && <Badge tone="good">{t('moderation.resolved')}</Badge>}
          {assigned && <Badge tone="warn">{t('moderation.handledBy', { name: assigned.username })}</Badge>}
          <span>{t('moderation.reportedBy', { name: by.username })}</span>
          {report.statuses.length > 0 && <span>{t('moderation.postCount', { count: report.statuses.length })}</span>}
          <Ago at={report.created_at} />
        </span>
      </span>
    </Link>
  )
}
