/** Under the post that a page is about: when, by what, in which language, and who did what with it. */
import type { ReactNode } from 'react'
import { nameOf } from '../accounts/name.tsx'
import type { StoredStatus } from '../api/entities.ts'
import { language, t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Link } from '../ui/router.tsx'
import { longCount, moment, shortCount } from '../ui/time.tsx'
import { VisibilityMark } from './header.tsx'
import { analyticsPath, postPath } from './links.ts'
import css from './main-foot.module.css'
import { isCounted, useViews } from './views.ts'

const languages = new Intl.DisplayNames(language, { type: 'language' })

function languageOf(tag: string): string {
  try {
    return languages.of(tag) ?? tag
  } catch {
    return tag // a tag that no standard knows stands for itself
  }
}

const POLICY = {
  followers: 'posts.policyFollowers',
  following: 'posts.policyFollowing',
  mentioned: 'posts.policyMentioned',
} as const

export function MainFoot({ status }: { readonly status: StoredStatus }) {
  const { application, reply_approval: replies } = status
  const name = nameOf(status.account)
  return (
    <>
      <p className={css.facts}>
        <Link to={postPath(status)}>
          <time dateTime={status.created_at}>{moment(status.created_at)}</time>
        </Link>
        {isCounted(status) && <Views status={status} />}
        <VisibilityMark visibility={status.visibility} />
        {status.edited_at && <span>{t('posts.editedAt', { date: moment(status.edited_at) })}</span>}
        {application && <span>{t.parts('posts.via', { app: <Application key="app" {...application} /> })}</span>}
        {status.language && <span>{languageOf(status.language)}</span>}
        {replies.policy !== 'everyone' && (
          <span>
            {replies.policy === 'mentioned' ? t('posts.policyMentioned') : t(POLICY[replies.policy], { name })}
          </span>
        )}
      </p>
      <Counts status={status} />
    </>
  )
}

/** How often it was seen; for the author the way to more. */
function Views({ status }: { readonly status: StoredStatus }) {
  const views = useViews(status.id, true)
  const isOwn = useMe()?.id === status.account.id
  const words = views === undefined ? '' : t('analytics.viewCount', { count: views })
  return (
    <span className={css.views}>
      {isOwn ? <Link to={analyticsPath(status)}>{words || t('analytics.ofPost')}</Link> : words}
    </span>
  )
}

const Application = ({ name, website }: NonNullable<StoredStatus['application']>): ReactNode =>
  website ? (
    <a href={website} target="_blank" rel="nofollow noopener noreferrer">
      <bdi>{name}</bdi>
    </a>
  ) : (
    <bdi>{name}</bdi>
  )

function Counts({ status }: { readonly status: StoredStatus }) {
  const { reblogs_count: boosts, quotes_count: quotes, favourites_count: favourites } = status
  if (boosts + quotes + favourites === 0) return null
  const path = postPath(status)
  return (
    <p className={css.counts}>
      {boosts > 0 && <Link to={`${path}/boosts`}>{counted('posts.boosts', boosts)}</Link>}
      {quotes > 0 && <Link to={`${path}/quotes`}>{counted('posts.quotes', quotes)}</Link>}
      {favourites > 0 && <Link to={`${path}/favourites`}>{counted('posts.favourites', favourites)}</Link>}
    </p>
  )
}

/** "1.2K favourites", the number in bold. */
function counted(key: 'posts.boosts' | 'posts.quotes' | 'posts.favourites', count: number): ReactNode {
  const words = t(key, { count })
  const number = longCount(count)
  const [before, after] = words.split(number)
  if (after === undefined) return words
  return (
    <>
      {before}
      <b title={number}>{shortCount(count)}</b>
      {after}
    </>
  )
}
