import type { AdminAccount } from '../../server/moderation/admin-schema.ts'
import { post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { useDoing } from './doing.ts'
import css from './staff.module.css'

interface PendingVerbsProps {
  readonly account: AdminAccount
  /** After it was turned down, and is no more. */
  readonly onGone?: () => void
}

/** Lets somebody in who waits, or turns them down. */
export function PendingVerbs({ account: { id, username }, onGone }: PendingVerbsProps) {
  const { busy, run } = useDoing()
  const reject = async () => {
    const asked = { title: t('moderation.rejectAsk', { name: username }), text: t('moderation.rejectText') }
    if (!(await askToConfirm({ ...asked, action: t('moderation.reject'), danger: true }))) return
    const url = `/api/v1/admin/accounts/${id}/reject`
    if (await run('reject', () => post(url), t('moderation.rejected', { name: username }))) onGone?.()
  }
  const approve = () =>
    run('approve', () => post(`/api/v1/admin/accounts/${id}/approve`), t('moderation.approved', { name: username }))
  return (
    <div className={css.deeds}>
      <Button size="small" variant="primary" icon="check" busy={busy === 'approve'} onClick={() => void approve()}>
        {t('moderation.approve')}
      </Button>
      <Button size="small" busy={busy === 'reject'} onClick={() => void reject()}>
        {t('moderation.reject')}
      </Button>
    </div>
  )
}
