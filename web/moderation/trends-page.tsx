import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AdminTag, AdminTrendStatus, AdminTrendsLink, Publisher } from '../../server/trends/schema.ts'
import { keepStatuses } from '../api/entities.ts'
import { get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { PostCard } from '../posts/post-card.tsx'
import { Button } from '../ui/button.tsx'
import { Link, navigate } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { STAFF, useDoing } from './doing.ts'
import { Badge, Chips } from './parts.tsx'
import css from './staff.module.css'
import { StaffPage } from './staff-page.tsx'

type Kind = 'tags' | 'statuses' | 'links' | 'links/publishers'
interface Judged {
  readonly id: string
  readonly requires_review: boolean
}

export default function TrendsPage({ id = 'tags' }: { readonly id?: string }) {
  return (
    <StaffPage section="/admin/trends">
      <div className={css.filters}>
        <Chips
          label={t('moderation.show')}
          value={id}
          options={[
            ['tags', t('moderation.trendTags')],
            ['statuses', t('moderation.posts')],
            ['links', t('moderation.trendLinks')],
            ['publishers', t('moderation.trendPublishers')],
          ]}
          onChange={(kind) => navigate(kind === 'tags' ? '/admin/trends' : `/admin/trends/${kind}`, { replace: true })}
        />
      </div>
      {id === 'tags' && <Trends<AdminTag> kind="tags" render={renderTag} />}
      {id === 'statuses' && <Trends<AdminTrendStatus> kind="statuses" render={renderPost} keep={keepStatuses} />}
      {id === 'links' && <Trends<AdminTrendsLink> kind="links" render={renderLink} />}
      {id === 'publishers' && <Trends<Publisher> kind="links/publishers" render={renderPublisher} />}
    </StaffPage>
  )
}

interface TrendsProps<T> {
  readonly kind: Kind
  readonly render: (item: T) => ReactNode
  readonly keep?: (items: T[]) => unknown
}

/** What trends now, to be let through or kept out; the server lists a few at most, so there are no pages. */
function Trends<T extends Judged>({ kind, render, keep }: TrendsProps<T>) {
  const path = `/api/v1/admin/trends/${kind}`
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [STAFF, path],
    queryFn: async ({ signal }) => {
      const items = await get<T[]>(path, {}, signal)
      keep?.(items)
      return items
    },
  })
  if (isPending) return <Skeletons count={3} />
  if (!data) return <Failure error={error} onRetry={() => void refetch()} />
  if (data.length === 0) {
    return (
      <Empty icon="activity" title={t('moderation.noTrends')}>
        {t('moderation.noTrendsText')}
      </Empty>
    )
  }
  return (
    <ul className={css.list} aria-label={t('moderation.trends')}>
      {data.map((item) => (
        <li key={item.id}>
          <div className={css.lines}>
            {render(item)}
            <Verdict path={`${path}/${item.id}`} item={item} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function Verdict({ path, item }: { readonly path: string; readonly item: Judged & { readonly trendable?: boolean } }) {
  const { busy, run } = useDoing()
  const verb = (name: 'approve' | 'reject', words: string, done: string) => (
    <Button size="small" busy={busy === name} onClick={() => void run(name, () => post(`${path}/${name}`), done)}>
      {words}
    </Button>
  )
  return (
    <div className={css.deeds}>
      {item.requires_review ? (
        <Badge tone="warn">{t('moderation.toReview')}</Badge>
      ) : (
        item.trendable !== undefined && (
          <Badge tone={item.trendable ? 'good' : 'bad'}>
            {t(item.trendable ? 'moderation.mayTrend' : 'moderation.mayNotTrend')}
          </Badge>
        )
      )}
      {verb('approve', t('moderation.letTrend'), t('moderation.mayTrend'))}
      {verb('reject', t('moderation.keepOut'), t('moderation.mayNotTrend'))}
    </div>
  )
}

const usesOf = (history: readonly { readonly uses: string }[]): number =>
  history.slice(0, 2).reduce((sum, { uses }) => sum + Number(uses), 0)

const renderTag = (tag: AdminTag) => (
  <p>
    <Link to={`/tags/${encodeURIComponent(tag.name)}`}>
      <b dir="auto">#{tag.name}</b>
    </Link>{' '}
    <span className="soft">{t('moderation.uses', { count: usesOf(tag.history) })}</span>
  </p>
)

const renderPost = (status: AdminTrendStatus) => (
  <div className={css.evidence}>
    <div>
      <PostCard id={status.id} variant="quote" />
    </div>
  </div>
)

const renderLink = (link: AdminTrendsLink) => (
  <p>
    <a href={link.url} target="_blank" rel="noopener noreferrer" dir="auto">
      {link.title || link.url}
    </a>{' '}
    <span className="soft">
      <bdi>{link.provider_name}</bdi> · {t('moderation.uses', { count: usesOf(link.history) })}
    </span>
  </p>
)

const renderPublisher = ({ domain }: Publisher) => (
  <p>
    <b dir="ltr">{domain}</b>
  </p>
)
