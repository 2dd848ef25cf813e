import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import type { Search } from '../../server/search/schema.ts'
import type { Tag } from '../../server/tags/schema.ts'
import { AccountList } from '../accounts/account-list.tsx'
import { PersonRow } from '../accounts/person-row.tsx'
import { keepAccounts, keepStatuses } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { PostCard } from '../posts/post-card.tsx'
import { PostList } from '../posts/post-list.tsx'
import { useMe } from '../session/me.ts'
import { Page, Section, Tabs } from '../ui/page.tsx'
import { Link, navigate, useAddress, useQueryParameter } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import css from './explore.module.css'
import { useOffsetPages } from './offset-pages.ts'
import { OperatorsHelp } from './operators.tsx'
import { rememberSearch, type SearchType, searchPath, typeFrom } from './search.ts'
import { SearchBox } from './search-box.tsx'
import { TagRow } from './tag-row.tsx'

const SIZE = 20
const FEW = 3

/** One field, and what was found: everything at a glance, or one kind of it to the end. */
export default function SearchPage() {
  const q = useQueryParameter('q').trim()
  const type = typeFrom(useQueryParameter('type'))
  useCanonical(q, type)
  useEffect(() => rememberSearch(q), [q])
  return (
    <Page
      title={q ? t('explore.titleFor', { q }) : t('common.search')}
      back="/explore"
      tabs={
        <>
          <div className={css.above}>
            <SearchBox key={q} value={q} autoFocus={q === ''} />
          </div>
          {q && (
            <Tabs
              label={t('explore.kinds')}
              tabs={[
                { to: searchPath(q), label: t('explore.all') },
                { to: searchPath(q, 'accounts'), label: t('explore.peopleTab') },
                { to: searchPath(q, 'statuses'), label: t('explore.posts') },
                { to: searchPath(q, 'hashtags'), label: t('explore.tags') },
              ]}
            />
          )}
        </>
      }
    >
      {q === '' ? <Begin /> : <Results key={`${type} ${q}`} q={q} type={type} />}
    </Page>
  )
}

/** However the address was written, the tabs know it by one form. */
function useCanonical(q: string, type: SearchType): void {
  const address = useAddress()
  const wanted = searchPath(q, type)
  useEffect(() => {
    if (address !== wanted && address.startsWith('/search')) navigate(wanted, { replace: true })
  }, [address, wanted])
}

function Results({ q, type }: { readonly q: string; readonly type: SearchType }) {
  switch (type) {
    case 'accounts':
      return <FoundPeople q={q} />
    case 'statuses':
      return <FoundPosts q={q} />
    case 'hashtags':
      return <FoundTags q={q} />
    default:
      return <FoundAll q={q} />
  }
}

const Begin = () => (
  <Section title={t('explore.help')}>
    <p className="soft">{t('explore.helpText')}</p>
    <OperatorsHelp />
  </Section>
)

const Nothing = ({ q }: { readonly q: string }) => (
  <>
    <Empty icon="search" title={t('explore.nothing', { q })}>
      <p>{t('explore.nothingText')}</p>
    </Empty>
    <Section title={t('explore.help')}>
      <OperatorsHelp />
    </Section>
  </>
)

const ask = (q: string, type: SearchType, offset: number, signal: AbortSignal) =>
  get<Search>('/api/v2/search', { q, type, offset: offset || null, limit: SIZE }, signal)

/** Everything at once, a few of each. */
function FoundAll({ q }: { readonly q: string }) {
  const me = useMe()
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: ['search', 'all', q],
    queryFn: async ({ signal }) => {
      const found = await get<Search>('/api/v2/search', { q, limit: SIZE }, signal)
      return { people: keepAccounts(found.accounts), posts: keepStatuses(found.statuses), tags: found.hashtags }
    },
  })
  if (isPending) return <Skeletons />
  if (isError) return <Failure error={error} onRetry={() => void refetch()} />
  const { people, posts, tags } = data
  if (people.length + posts.length + tags.length === 0) return me ? <Nothing q={q} /> : <VisitorsNote />
  return (
    <>
      {people.length > 0 && (
        <Group title={t('explore.peopleTab')} more={people.length > FEW ? searchPath(q, 'accounts') : null}>
          {people.slice(0, FEW).map((id) => (
            <PersonRow key={id} id={id} />
          ))}
        </Group>
      )}
      {tags.length > 0 && (
        <Group title={t('explore.tags')} more={tags.length > FEW ? searchPath(q, 'hashtags') : null}>
          {tags.slice(0, FEW).map((tag) => (
            <TagRow key={tag.name} tag={tag} />
          ))}
        </Group>
      )}
      {posts.length > 0 && (
        <Group title={t('explore.posts')} more={posts.length >= SIZE ? searchPath(q, 'statuses') : null}>
          {posts.map((id) => (
            <PostCard key={id} id={id} />
          ))}
        </Group>
      )}
      {!me && <VisitorsNote />}
    </>
  )
}

interface GroupProps {
  readonly title: string
  /** Where there are more of them. */
  readonly more: string | null
  readonly children: ReactNode
}

const Group = ({ title, more, children }: GroupProps) => (
  <section className={css.group}>
    <h2>{title}</h2>
    {children}
    {more && (
      <Link to={more} className={css.more}>
        {t('explore.showAll', { what: title })}
      </Link>
    )}
  </section>
)

/** Visitors find people and tags; posts are for who is signed in. */
const VisitorsNote = () => (
  <Empty icon="search" title={t('explore.visitorTitle')}>
    <p>{t('explore.visitorText')}</p>
    <a href="/auth/sign_in">{t('shell.signIn')}</a>
  </Empty>
)

function FoundPeople({ q }: { readonly q: string }) {
  const me = useMe()
  const pages = useOffsetPages<string>({
    key: ['search', 'accounts', q],
    size: SIZE,
    goesOn: me !== null,
    keyOf: (id) => id,
    load: async (offset, signal) => keepAccounts((await ask(q, 'accounts', offset, signal)).accounts),
  })
  return (
    <AccountList name={`found people ${q}`} label={t('explore.peopleTab')} pages={pages} empty={<Nothing q={q} />} />
  )
}

function FoundPosts({ q }: { readonly q: string }) {
  const me = useMe()
  const pages = useOffsetPages<string>({
    key: ['search', 'statuses', q],
    size: SIZE,
    enabled: me !== null,
    keyOf: (id) => id,
    load: async (offset, signal) => keepStatuses((await ask(q, 'statuses', offset, signal)).statuses),
  })
  if (!me) return <VisitorsNote />
  return <PostList name={`found posts ${q}`} label={t('explore.posts')} pages={pages} empty={<Nothing q={q} />} />
}

function FoundTags({ q }: { readonly q: string }) {
  const me = useMe()
  const { items, query } = useOffsetPages<Tag>({
    key: ['search', 'hashtags', q],
    size: SIZE,
    goesOn: me !== null,
    keyOf: ({ name }) => name,
    load: async (offset, signal) => (await ask(q, 'hashtags', offset, signal)).hashtags,
  })
  if (query.isPending) return <Skeletons />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0) return <Nothing q={q} />
  return (
    <VirtualList
      name={`found tags ${q}`}
      label={t('explore.tags')}
      items={items}
      keyOf={({ name }) => name}
      render={(tag) => <TagRow tag={tag} />}
      estimate={68}
      going={query}
    />
  )
}
