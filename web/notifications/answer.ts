/** Answers to people whose notifications are held back. */
import type { InfiniteData } from '@tanstack/react-query'
import type { NotificationRequest } from '../../server/notifications/policy/schema.ts'
import { post } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { toast } from '../ui/toast.tsx'
import { POLICY, REQUESTS, refreshAll } from './pages.ts'

export type Answer = 'accept' | 'dismiss'

type Kept = InfiniteData<{ readonly items: readonly NotificationRequest[] }>

/** Accepting lets the senders pass from now on; either way they wait no more. @throws ApiError */
export async function answerRequests(ids: readonly string[], answer: Answer): Promise<void> {
  await post(`/api/v1/notifications/requests/${answer}`, { id: ids })
  queryClient.setQueryData<Kept>(
    REQUESTS,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.filter((one) => !ids.includes(one.id)) })),
      },
  )
  if (answer === 'accept') refreshAll()
  else void queryClient.invalidateQueries({ queryKey: POLICY })
  const count = ids.length
  toast(t(answer === 'accept' ? 'notifications.requestAccepted' : 'notifications.requestDismissed', { count }))
}
