import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NotificationRequest } from '../../server/notifications/policy/schema.ts'
import { nameOf } from '../accounts/name.tsx'
import { PersonRow } from '../accounts/person-row.tsx'
import { keepAccounts } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { navigate } from '../ui/router.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { type Answer, answerRequests } from './answer.ts'
import { GroupRow } from './group-row.tsx'
import css from './notifications.module.css'
import { REQUESTS, useGroups } from './pages.ts'

/** What one person sent that is held back, and the answer to them. */
export default function RequestPage({ id }: { readonly id: string }) {
  const request = useQuery({
    queryKey: ['notification-request', id],
    queryFn: async ({ signal }) => {
      const found = await get<NotificationRequest>(
        `/api/v1/notifications/requests/${encodeURIComponent(id)}`,
        {},
        signal,
      )
      keepAccounts([found.account])
      return found
    },
  })
  const title = request.data
    ? t('notifications.from', { name: nameOf(request.data.account) })
    : t('notifications.requests')
  return (
    <Page title={title} back="/notifications/requests">
      {request.isPending && <Skeletons />}
      {request.isError && <Failure error={request.error} onRetry={() => void request.refetch()} />}
      {request.data && <Sender request={request.data} />}
    </Page>
  )
}

function Sender({ request: { id, account } }: { readonly request: NotificationRequest }) {
  const [busy, setBusy] = useState(false)
  const { groups, query } = useGroups(`of ${account.id}`, { account_id: account.id, include_filtered: true })
  const answer = async (given: Answer) => {
    setBusy(true)
    try {
      await answerRequests([id], given)
      navigate('/notifications/requests', { replace: true })
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  return (
    <>
      <PersonRow id={account.id} />
      <div className={`${css.answers} ${css.foot}`}>
        <Button variant="primary" disabled={busy} onClick={() => void answer('accept')}>
          {t('notifications.requestAccept')}
        </Button>
        <Button disabled={busy} onClick={() => void answer('dismiss')}>
          {t('notifications.requestDismiss')}
        </Button>
      </div>
      {query.isPending ? (
        <Skeletons />
      ) : query.isError && groups.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <VirtualList
          name={`${REQUESTS[0]} ${id}`}
          label={t('notifications.title')}
          items={groups}
          keyOf={(group) => group.group_key}
          render={(group) => <GroupRow group={group} isNew={false} fixed />}
          going={query}
        />
      )}
    </>
  )
}
