import type { Static } from 'typebox'
import type { AuditEntry } from '../../server/moderation/schema.ts'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { Link } from '../ui/router.tsx'
import { Empty } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'
import { auditWords } from './audit-words.ts'
import { StaffPerson } from './parts.tsx'
import css from './staff.module.css'
import { StaffList, useStaffPages } from './staff-list.tsx'

type Entry = Static<typeof AuditEntry>

interface AuditEntriesProps {
  readonly targetType?: string
  readonly targetId?: string
  /** Who did it. */
  readonly accountId?: string
}

/** What staff did, the latest first; nothing for those who may not read the log. */
export const AuditEntries = (props: AuditEntriesProps) => (may('view_audit_log') ? <Entries {...props} /> : null)

function Entries({ targetType, targetId, accountId }: AuditEntriesProps) {
  const pages = useStaffPages<Entry>('/api/tweeter/v1/admin/audit_log', {
    limit: targetId ? 10 : 40,
    target_type: targetType,
    target_id: targetId,
    account_id: accountId,
  })
  return (
    <StaffList
      label={t('moderation.audit')}
      pages={pages}
      keyOf={(entry) => entry.id}
      render={(entry) => <EntryRow entry={entry} />}
      empty={
        targetId ? (
          <p className="soft">{t('moderation.noHistory')}</p>
        ) : (
          <Empty icon="shield" title={t('moderation.noAudit')} />
        )
      }
    />
  )
}

function EntryRow({ entry }: { readonly entry: Entry }) {
  const to = targetPath(entry)
  const words = auditWords(entry.action)
  const hasDetails = Object.keys(entry.details).length > 0
  return (
    <div className={css.lines}>
      <div className={css.row}>
        <b>{to ? <Link to={to}>{words}</Link> : words}</b>
        <time className="soft small" dateTime={entry.created_at}>
          {moment(entry.created_at)}
        </time>
      </div>
      {entry.account ? (
        <StaffPerson account={entry.account} />
      ) : (
        <span className="soft">{t('moderation.bySystem')}</span>
      )}
      {hasDetails && (
        <details>
          <summary>{t('moderation.details')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre dir="ltr" className={css.mono} tabIndex={0}>
            {JSON.stringify(entry.details, null, 2)}
          </pre>
        </details>
      )}
    </div>
  )
}

function targetPath({ target_type: type, target_id: id, action }: Entry): string | null {
  if (id === null || action.endsWith('.destroy')) return null
  if (type === 'account') return `/admin/accounts/${id}`
  if (type === 'automation') return '/admin/automation'
  return type === 'report' ? `/admin/reports/${id}` : null
}
