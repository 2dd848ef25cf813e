import type { AdminAccount } from '../../server/moderation/admin-schema.ts'
import { t } from '../messages/index.ts'
import { Badge } from './parts.tsx'
import css from './staff.module.css'
import { marksOf, roleName } from './standing.ts'

/** Role and state of an account as badges. */
export function Standing({ account }: { readonly account: AdminAccount }) {
  const marks = marksOf(account)
  return (
    <div className={css.deeds}>
      {account.role.id !== '-99' && <Badge tone="good">{roleName(account.role.id)}</Badge>}
      {marks.map(({ tone, words }) => (
        <Badge key={words} tone={tone}>
          {words}
        </Badge>
      ))}
      {marks.length === 0 && <Badge>{t('moderation.isActive')}</Badge>}
    </div>
  )
}
