import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AccountAnalytics } from '../../server/analytics/schema.ts'
import { keepStatuses } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { analyticsPath } from '../posts/links.ts'
import { PostCard } from '../posts/post-card.tsx'
import { useMe } from '../session/me.ts'
import { Page, Section } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { longCount } from '../ui/time.tsx'
import css from './analytics.module.css'
import { About, AnalyticsFigures, EVERY_MS, Kinds, OverTime, Ranges, useRange } from './shown.tsx'

/** `/analytics`: all of one's own posts and the profile together. */
export default function AccountAnalyticsPage() {
  const me = useMe()
  const range = useRange()
  const { data, isPending, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ['analytics', range],
    queryFn: async ({ signal }) => {
      const answer = await get<AccountAnalytics>('/api/tweeter/v1/analytics', { range }, signal)
      keepStatuses(answer.best_posts.map(({ status }) => status))
      return answer
    },
    staleTime: 0,
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={t('analytics.title')} subtitle={me && <bdi dir="ltr">@{me.acct}</bdi>} back="/settings">
      <Ranges range={range} />
      {isPending && <Skeletons count={4} />}
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className={isPlaceholderData ? css.before : undefined}>
          <AnalyticsFigures of={data} />
          <OverTime of={data} withVisits />
          <Best posts={data.best_posts} />
          <Kinds of={data} />
          <About />
        </div>
      )}
    </Page>
  )
}

const Best = ({ posts }: { readonly posts: AccountAnalytics['best_posts'] }) => (
  <Section title={t('analytics.best')}>
    {posts.length === 0 && <p className={css.text}>{t('analytics.noBest')}</p>}
    <ol className={css.best}>
      {posts.map(({ status, views, opens, engagements }) => (
        <li key={status.id}>
          <div className={css.card}>
            <PostCard id={status.id} variant="quote" />
          </div>
          <Link to={analyticsPath(status)}>
            {t('analytics.bestFigures', {
              views: t('analytics.viewCount', { count: views }),
              opens: longCount(opens),
              engagements: t('analytics.engagementCount', { count: engagements }),
            })}
          </Link>
        </li>
      ))}
    </ol>
  </Section>
)
