/** What people are talking about now: posts, hashtags and pages. */
import type { Tag } from '../../server/tags/schema.ts'
import type { TrendsLink } from '../../server/trends/schema.ts'
import { type PagedQuery, usePaged, useStatusPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { PostList } from '../posts/post-list.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { day } from '../ui/time.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import css from './explore.module.css'
import { Sparkline } from './sparkline.tsx'
import { peopleIn, TagRow, usesIn } from './tag-row.tsx'

const keepAll = <T,>(items: T[]): T[] => items

export function TrendingPosts() {
  const pages = useStatusPages(['trends', 'statuses'], '/api/v1/trends/statuses')
  return (
    <PostList
      name="trending posts"
      label={t('explore.posts')}
      pages={pages}
      empty={
        <Empty icon="activity" title={t('explore.noPosts')}>
          <p>{t('explore.noTrendsText')}</p>
        </Empty>
      }
    />
  )
}

export function TrendingTags() {
  const pages = usePaged<Tag, Tag>({
    key: ['trends', 'tags'],
    path: '/api/v1/trends/tags',
    query: { limit: 20 },
    keep: keepAll,
  })
  if (pages.items.length === 0) return <Waiting pages={pages} title={t('explore.noTags')} />
  return (
    <VirtualList
      name="trending tags"
      label={t('explore.tags')}
      items={pages.items}
      keyOf={({ name }) => name}
      render={(tag) => <TagRow tag={tag} />}
      estimate={68}
      going={pages.query}
    />
  )
}

export function TrendingLinks() {
  const pages = usePaged<TrendsLink, TrendsLink>({
    key: ['trends', 'links'],
    path: '/api/v1/trends/links',
    query: { limit: 20 },
    keep: keepAll,
  })
  if (pages.items.length === 0) return <Waiting pages={pages} title={t('explore.noLinks')} />
  return (
    <VirtualList
      name="trending links"
      label={t('explore.links')}
      items={pages.items}
      keyOf={({ url }) => url}
      render={(link) => <LinkRow link={link} />}
      estimate={112}
      going={pages.query}
    />
  )
}

/** A list that has nothing yet: it is on its way, it failed, or there is nothing. */
function Waiting({ pages: { query }, title }: { readonly pages: PagedQuery<unknown>; readonly title: string }) {
  if (query.isPending) return <Skeletons />
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Empty icon="activity" title={title}>
      <p>{t('explore.noTrendsText')}</p>
    </Empty>
  )
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')

/** A page that many link to; it opens in a tab of its own. */
const LinkRow = ({ link }: { readonly link: TrendsLink }) => (
  <article tabIndex={-1} className={css.link}>
    <div className={css.words}>
      <small>
        <bdi>{link.provider_name || hostOf(link.url)}</bdi>
        {link.published_at && ` · ${day(link.published_at)}`}
      </small>
      <a href={link.url} target="_blank" rel="nofollow noopener noreferrer" dir="auto">
        {link.title || link.url}
      </a>
      <small className={css.meter}>
        <Sparkline values={usesIn(link)} />
        {t('explore.linked', { count: peopleIn(link) })}
        {link.authors[0]?.name && (
          <>
            {' · '}
            <bdi>{link.authors[0].name}</bdi>
          </>
        )}
      </small>
    </div>
    {link.image && <img src={link.image} alt="" loading="lazy" decoding="async" width="96" height="96" />}
  </article>
)
