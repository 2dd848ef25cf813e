import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PostAnalytics } from '../../server/analytics/schema.ts'
import type { Status } from '../../server/posts/schema.ts'
import { keepStatuses } from '../api/entities.ts'
import { ApiError, get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { PostCard } from '../posts/post-card.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import css from './analytics.module.css'
import { About, AnalyticsFigures, EVERY_MS, Kinds, OverTime, Ranges, useRange } from './shown.tsx'

/** `/@name/1/analytics`: who saw a post of one's own, in numbers. */
export default function PostAnalyticsPage({ username, id }: { readonly username: string; readonly id: string }) {
  const range = useRange()
  const status = useQuery({
    queryKey: ['status', id],
    queryFn: async ({ signal }) => keepStatuses([await get<Status>(`/api/v1/statuses/${id}`, {}, signal)])[0]!,
  })
  const { data, isPending, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ['analytics', id, range],
    queryFn: ({ signal }) => get<PostAnalytics>(`/api/tweeter/v1/statuses/${id}/analytics`, { range }, signal),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.error ? false : EVERY_MS),
    placeholderData: keepPreviousData,
  })
  const refused = error instanceof ApiError ? error.status : 0
  return (
    <Page title={t('analytics.ofPost')} back={`/@${username}/${id}`}>
      {status.data && (
        <div className={css.post}>
          <div>
            <PostCard id={status.data} variant="quote" />
          </div>
        </div>
      )}
      {refused === 403 && (
        <Empty icon="lock" title={t('analytics.notYours')}>
          {t('analytics.notYoursText')}
        </Empty>
      )}
      {refused === 422 && (
        <Empty icon="lock" title={t('analytics.direct')}>
          {t('analytics.directText')}
        </Empty>
      )}
      {refused !== 403 && refused !== 422 && (
        <>
          <Ranges range={range} />
          {isPending && <Skeletons count={3} />}
          {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
          {data && (
            <div className={isPlaceholderData ? css.before : undefined}>
              <AnalyticsFigures of={data} />
              <OverTime of={data} />
              <Kinds of={data} />
              <About />
            </div>
          )}
        </>
      )}
    </Page>
  )
}
