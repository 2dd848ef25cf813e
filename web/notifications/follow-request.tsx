import { useState } from 'react'
import type { NotificationGroup } from '../../server/notifications/schema.ts'
import type { Relationship } from '../../server/relations/schema.ts'
import { nameOf } from '../accounts/name.tsx'
import { keepRelationships, useAccount } from '../api/entities.ts'
import { ApiError, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { focusNear } from './focus.ts'
import css from './notifications.module.css'
import { takeOut } from './pages.ts'

/** The answer to somebody who asks to follow. */
export function FollowRequest({ group }: { readonly group: NotificationGroup }) {
  const account = useAccount(group.sample_account_ids[0] ?? null)
  const [busy, setBusy] = useState(false)
  if (!account) return null
  const answer = async (button: Element, yes: boolean) => {
    setBusy(true)
    try {
      const path = `/api/v1/follow_requests/${account.id}/${yes ? 'authorize' : 'reject'}`
      keepRelationships([await post<Relationship>(path)])
      toast(yes ? t('notifications.accepted', { name: nameOf(account) }) : t('notifications.rejected'))
    } catch (error) {
      const isGone = error instanceof ApiError && error.status === 404
      if (isGone) toast(t('notifications.requestGone'))
      else {
        setBusy(false)
        toastError(error)
        return
      }
    }
    focusNear(button)
    takeOut(group.group_key)
  }
  return (
    <div className={css.answers}>
      <Button
        variant="primary"
        size="small"
        disabled={busy}
        onClick={(event) => void answer(event.currentTarget, true)}
      >
        {t('notifications.accept')}
      </Button>
      <Button size="small" disabled={busy} onClick={(event) => void answer(event.currentTarget, false)}>
        {t('notifications.reject')}
      </Button>
    </div>
  )
}
