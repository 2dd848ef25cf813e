import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import type { AdminReport } from '../../server/moderation/admin-schema.ts'
import { keepStatuses } from '../api/entities.ts'
import { get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { setOpened } from '../posts/opened.ts'
import { PostCard } from '../posts/post-card.tsx'
import { currentMe } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { Ago, moment } from '../ui/time.tsx'
import { ActDialog, type Deed } from './act-dialog.tsx'
import { AuditEntries } from './audit-entries.tsx'
import { STAFF, useDoing } from './doing.ts'
import { Badge, Facts, StaffPerson } from './parts.tsx'
import { categoryName } from './reports-page.tsx'
import { ruleText } from './rule-text.ts'
import { SortDialog } from './sort-dialog.tsx'
import css from './staff.module.css'
import { StaffPage } from './staff-page.tsx'
import { mayDecideAbout } from './standing.ts'
import { Standing } from './standing-line.tsx'

export default function ReportPage({ id }: { readonly id: string }) {
  return (
    <StaffPage section="/admin/reports" title={t('moderation.report')} back="/admin/reports">
      <Report id={id} />
    </StaffPage>
  )
}

function Report({ id }: { readonly id: string }) {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [STAFF, 'report', id],
    queryFn: async ({ signal }) => {
      const report = await get<AdminReport>(`/api/v1/admin/reports/${id}`, {}, signal)
      keepStatuses(report.statuses)
      return report
    },
  })
  if (isPending) return <Skeletons count={3} />
  if (!data) return <Failure error={error} onRetry={() => void refetch()} />
  return <Shown report={data} />
}

function Shown({ report }: { readonly report: AdminReport }) {
  const { target_account: target, assigned_account: assigned, action_taken_by_account: by } = report
  return (
    <>
      <Verbs report={report} />
      <Section title={t('moderation.about')}>
        <div className={css.lines}>
          <StaffPerson account={target.account} />
          <Standing account={target} />
        </div>
      </Section>
      <Section title={t('moderation.whatIsSaid')}>
        <div className={css.lines}>
          {report.comment ? (
            <blockquote className={css.quoted} dir="auto">
              {report.comment}
            </blockquote>
          ) : (
            <p className="soft">{t('moderation.noComment')}</p>
          )}
          <Facts
            facts={[
              [t('moderation.from'), <StaffPerson key="by" account={report.account.account} />],
              [t('moderation.when'), moment(report.created_at)],
              [t('moderation.category'), <Badge key="category">{categoryName(report.category)}</Badge>],
              report.rules.length > 0
                ? [
                    t('moderation.brokenRules'),
                    report.rules.map((rule) => (
                      <div key={rule.id} dir="auto">
                        {ruleText(rule)}
                      </div>
                    )),
                  ]
                : null,
              [
                t('moderation.handler'),
                assigned ? <StaffPerson key="assigned" account={assigned.account} /> : t('moderation.nobody'),
              ],
              report.action_taken_at
                ? [
                    t('moderation.resolved'),
                    <span key="resolved" className={css.meta}>
                      <Ago at={report.action_taken_at} /> {by && <StaffPerson account={by.account} />}
                    </span>,
                  ]
                : null,
            ]}
          />
        </div>
      </Section>
      <Evidence report={report} />
      <Section title={t('moderation.history')}>
        <AuditEntries targetType="account" targetId={target.id} />
      </Section>
    </>
  )
}

/** What one does with the report itself. */
function Verbs({ report }: { readonly report: AdminReport }) {
  const { busy, run } = useDoing()
  const [isSorting, setSorting] = useState(false)
  const isMine = report.assigned_account?.id === currentMe()?.id
  const verb = (name: 'assign_to_self' | 'unassign' | 'resolve' | 'reopen', words: string, primary = false) => (
    <Button
      key={name}
      size="small"
      variant={primary ? 'primary' : 'quiet'}
      busy={busy === name}
      onClick={() => void run(name, () => post(`/api/v1/admin/reports/${report.id}/${name}`))}
    >
      {words}
    </Button>
  )
  return (
    <div className={css.bar}>
      <Badge tone={report.action_taken ? 'good' : 'warn'}>
        {t(report.action_taken ? 'moderation.resolved' : 'moderation.open')}
      </Badge>
      {report.action_taken ? verb('reopen', t('moderation.reopen')) : verb('resolve', t('moderation.resolve'), true)}
      {isMine ? verb('unassign', t('moderation.unassign')) : verb('assign_to_self', t('moderation.assign'))}
      <Button size="small" onClick={() => setSorting(true)}>
        {t('moderation.sort')}
      </Button>
      {isSorting && <SortDialog report={report} onClose={() => setSorting(false)} />}
    </div>
  )
}

/** The reported posts, all open, and what to do about them or the account. */
function Evidence({ report }: { readonly report: AdminReport }) {
  const { target_account: target, statuses } = report
  const [picked, setPicked] = useState<readonly string[]>(() => statuses.map(({ id }) => id))
  const [deed, setDeed] = useState<Deed | null>(null)
  const ids = statuses.map(({ id }) => id)
  const key = ids.join()
  useEffect(() => {
    for (const id of key.split(','))
      for (const cover of ['warning', 'filter', 'length'] as const) setOpened(cover, id, true)
  }, [key])
  const chosen = picked.filter((id) => ids.includes(id))
  const act = (kind: 'delete' | 'sensitive', words: ReactNode) => (
    <Button size="small" disabled={chosen.length === 0} onClick={() => setDeed({ kind, postIds: chosen })}>
      {words}
    </Button>
  )
  return (
    <Section title={t('moderation.postCount', { count: statuses.length })}>
      <div className={css.evidence}>
        {statuses.map(({ id }) => (
          <div key={id}>
            <label className={css.pick}>
              <input
                type="checkbox"
                checked={picked.includes(id)}
                onChange={(event) =>
                  setPicked(event.target.checked ? [...picked, id] : picked.filter((one) => one !== id))
                }
              />
              {t('moderation.pickPost')}
            </label>
            <PostCard id={id} variant="quote" />
          </div>
        ))}
        <p className={css.deeds}>
          {statuses.length > 0 && (
            <>
              {act('delete', t('moderation.deletePosts', { count: chosen.length }))}
              {act('sensitive', t('moderation.markPosts', { count: chosen.length }))}
            </>
          )}
          {mayDecideAbout(target) && (
            <Button size="small" variant="primary" icon="shield" onClick={() => setDeed({ kind: 'account' })}>
              {t('moderation.decide')}
            </Button>
          )}
        </p>
      </div>
      {deed && <ActDialog account={target} deed={deed} reportId={report.id} onClose={() => setDeed(null)} />}
    </Section>
  )
}
