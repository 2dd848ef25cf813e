/** What stands beside the page on wide screens. Nothing of it is needed for the page itself. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Tag } from '../../server/tags/schema.ts'
import { PersonRow } from '../accounts/person-row.tsx'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { instance, useMe } from '../session/me.ts'
import { Link, usePath } from '../ui/router.tsx'
import { Announcements } from './announcements.tsx'
import css from './aside.module.css'
import { useSuggestions } from './people.tsx'
import { SearchBox } from './search-box.tsx'
import { TagRow } from './tag-row.tsx'

const TAGS = 5
const PEOPLE = 3

export default function Aside() {
  const me = useMe()
  const path = usePath()
  // These pages have the field themselves.
  const hasSearch = !/^\/(?:search|explore)(?:\/|$)/.test(path)
  return (
    <div className={css.aside}>
      {hasSearch && (
        <div className={css.search}>
          <SearchBox />
        </div>
      )}
      {!me && <Welcome />}
      <Announcements />
      <Discover
        withTags={!path.startsWith('/explore/tags')}
        withPeople={me !== null && !path.startsWith('/explore/people')}
      />
    </div>
  )
}

/** All of it at once, so that nothing is moved by what comes later. */
function Discover({ withTags, withPeople }: { readonly withTags: boolean; readonly withPeople: boolean }) {
  const tags = useTrendingTags()
  const people = useSuggestions()
  if ((withTags && tags.isPending) || (withPeople && people.isPending)) return <Waiting />
  return (
    <>
      {withTags && <Tags tags={tags.data ?? []} />}
      {withPeople && <WhoToFollow ids={(people.data ?? []).slice(0, PEOPLE).map(({ id }) => id)} />}
      <Links />
    </>
  )
}

interface CardProps {
  readonly title: string
  readonly more: string
  readonly children: ReactNode
}

const Card = ({ title, more, children }: CardProps) => (
  <section className={css.card}>
    <h2>{title}</h2>
    {children}
    <Link to={more} className={css.more}>
      {t('common.showMore')}
    </Link>
  </section>
)

function Welcome() {
  const canJoin = instance.registrations.enabled
  return (
    <section className={`${css.card} ${css.welcome}`}>
      <h2>{t('shell.visitorTitle', { name: instance.title })}</h2>
      <p dir="auto">{instance.description}</p>
      <div className={css.doors}>
        {canJoin && (
          <a className={css.join} href="/auth/sign_up">
            {t('shell.join')}
          </a>
        )}
        <a className={canJoin ? css.signIn : css.join} href="/auth/sign_in">
          {t('shell.signIn')}
        </a>
      </div>
    </section>
  )
}

const useTrendingTags = () =>
  useQuery({
    queryKey: ['trends', 'tags', 'aside'],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => get<Tag[]>('/api/v1/trends/tags', { limit: TAGS }, signal),
  })

const Tags = ({ tags }: { readonly tags: readonly Tag[] }) =>
  tags.length > 0 && (
    <Card title={t('explore.trending')} more="/explore/tags">
      {tags.map((tag) => (
        <TagRow key={tag.name} tag={tag} />
      ))}
    </Card>
  )

const WhoToFollow = ({ ids }: { readonly ids: readonly string[] }) =>
  ids.length > 0 && (
    <Card title={t('explore.suggested')} more="/explore/people">
      {ids.map((id) => (
        <PersonRow key={id} id={id} brief />
      ))}
    </Card>
  )

/** The place of what is on its way. */
const Waiting = () => (
  <div className={`${css.card} ${css.waiting}`} aria-hidden="true">
    {Array.from({ length: PEOPLE }, (_, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
      <i key={at} />
    ))}
  </div>
)

const Links = () => (
  <footer className={css.links}>
    <Link to="/about">{t('shell.about', { name: instance.title })}</Link>
    <a href="/docs">{t('explore.apiDocs')}</a>
    <Link to="/about#privacy">{t('explore.privacy')}</Link>
    {instance.source_url && (
      <a href={instance.source_url} target="_blank" rel="noopener noreferrer">
        {t('explore.source')}
      </a>
    )}
    <small>
      <bdi dir="ltr">{instance.version}</bdi>
    </small>
  </footer>
)
