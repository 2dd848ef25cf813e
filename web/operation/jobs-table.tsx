import type { JobsSummary } from '../../server/moderation/operation/schema.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { longCount } from '../ui/time.tsx'
import health from './health.module.css'
import css from './jobs-table.module.css'

interface JobsTableProps {
  readonly listeners: JobsSummary['listeners']
  readonly busy: string
  readonly onShow: (listener: string) => void
  readonly onRetry: (listener: string) => void
}

/** How much work each listener has before it. */
export function JobsTable({ listeners, busy, onShow, onRetry }: JobsTableProps) {
  if (listeners.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={health.scroll} tabIndex={0} aria-label={t('operation.byListener')}>
      <table className={health.table}>
        <caption className="unseen">{t('operation.byListener')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('operation.listener')}</th>
            <th scope="col">{t('operation.waiting')}</th>
            <th scope="col">{t('operation.future')}</th>
            <th scope="col">{t('operation.parked')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {listeners.map((row) => (
            <tr key={row.listener}>
              <th scope="row">
                <button type="button" className={css.name} dir="ltr" onClick={() => onShow(row.listener)}>
                  {row.listener}
                </button>
              </th>
              <td>{longCount(row.waiting)}</td>
              <td>{longCount(row.future)}</td>
              <td>{longCount(row.parked)}</td>
              <td>
                {row.parked + row.failing > 0 && (
                  <Button size="small" busy={busy === `all ${row.listener}`} onClick={() => onRetry(row.listener)}>
                    {t('operation.retry')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
