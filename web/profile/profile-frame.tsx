import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import type { FeaturedTag } from '../../server/tags/schema.ts'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Icon } from '../ui/icons.tsx'
import { Tabs } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { FeaturedTab } from './featured-tab.tsx'
import { MediaTab } from './media-tab.tsx'
import { PostsTab } from './posts-tab.tsx'
import css from './profile.module.css'
import type { ProfileTab } from './tabs.ts'

interface FrameProps {
  readonly account: Account
  readonly isOwn: boolean
  readonly tab: ProfileTab
  readonly tag?: string
}

/** The tabs of a profile and what is under them. */
export function ProfileFrame({ account, isOwn, tab, tag }: FrameProps) {
  const base = `/@${account.acct}`
  const top = useTopOnChange(`${tab} ${tag ?? ''}`)
  return (
    <>
      <div ref={top} />
      <div className={css.tabs}>
        <Tabs
          label={t('accounts.sections')}
          tabs={[
            { to: base, label: t('accounts.posts') },
            { to: `${base}/with_replies`, label: t('accounts.replies') },
            ...(account.show_media || isOwn ? [{ to: `${base}/media`, label: t('accounts.media') }] : []),
            ...(account.show_featured || isOwn ? [{ to: `${base}/featured`, label: t('accounts.featured') }] : []),
          ]}
        />
      </div>
      <div className={css.below}>
        {(tab === 'posts' || tab === 'tagged') && account.show_featured && (
          <FeaturedTags account={account} chosen={tab === 'tagged' ? (tag ?? '') : null} />
        )}
        {tab === 'media' ? (
          <MediaTab account={account} />
        ) : tab === 'featured' ? (
          <FeaturedTab account={account} isOwn={isOwn} />
        ) : (
          <PostsTab key={`${tab} ${tag ?? ''}`} account={account} isOwn={isOwn} tab={tab} tag={tag} />
        )}
      </div>
    </>
  )
}

/** Who is far down in one tab begins the next at its top, with the tabs still in view. */
function useTopOnChange(what: string) {
  const marker = useRef<HTMLDivElement>(null)
  const before = useRef(what)
  useLayoutEffect(() => {
    if (before.current === what) return
    before.current = what
    const header = document.querySelector('main header')?.getBoundingClientRect().height ?? 0
    const top = marker.current!.getBoundingClientRect().top - header
    if (top < 0) scrollBy(0, top)
  }, [what])
  return marker
}

export const useFeaturedTags = (account: Account) =>
  useQuery({
    queryKey: ['featured-tags', account.id],
    queryFn: ({ signal }) => get<FeaturedTag[]>(`/api/v1/accounts/${account.id}/featured_tags`, {}, signal),
  })

/** Hashtags that the person put on their profile; one of them narrows the posts. */
function FeaturedTags({ account, chosen }: { readonly account: Account; readonly chosen: string | null }) {
  const { data = [] } = useFeaturedTags(account)
  const names = data.map(({ name }) => name)
  const isChosen = (name: string) => chosen?.toLowerCase() === name.toLowerCase()
  const all = chosen !== null && !names.some(isChosen) ? [chosen, ...names] : names
  if (all.length === 0) return null
  return (
    <nav className={css.chips} aria-label={t('accounts.featuredTags')}>
      {all.map((name) => (
        <Link
          key={name}
          replace
          to={isChosen(name) ? `/@${account.acct}` : `/@${account.acct}/tagged/${encodeURIComponent(name)}`}
          aria-current={isChosen(name) ? 'page' : undefined}
        >
          <bdi>#{name}</bdi>
          {isChosen(name) && <Icon name="close" />}
        </Link>
      ))}
    </nav>
  )
}
