/** The row of what one can do with a post. */
import { type ButtonHTMLAttributes, memo, type Ref } from 'react'
import type { StoredStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { openComposer } from '../session/intents.ts'
import { currentMe, useMe } from '../session/me.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { Link } from '../ui/router.tsx'
import { longCount, shortCount } from '../ui/time.tsx'
import css from './actions.module.css'
import { analyticsPath } from './links.ts'
import { MoreMenu } from './more-menu.tsx'
import { isBoostable, isSignedIn, toggle } from './react.ts'
import { isCounted, useViews } from './views.ts'

/** Opens the composer for an answer. */
export async function replyTo(status: StoredStatus): Promise<void> {
  if ((await isSignedIn()) && status.reply_approval.current_user) openComposer({ kind: 'reply', to: status.id })
}

/** Opens the composer for a quote. */
export async function quotePost(status: StoredStatus): Promise<void> {
  if ((await isSignedIn()) && status.quote_approval.current_user === 'automatic')
    openComposer({ kind: 'quote', of: status.id })
}

interface ActionProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName
  readonly label: string
  /** What the number counts, in words. */
  readonly counted?: string
  readonly count?: number
  readonly pressed?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

function Action({ icon, label, counted, count = 0, pressed, className, ...rest }: ActionProps) {
  const name = counted ? `${label}, ${counted}` : label
  return (
    <button
      type="button"
      className={`${css.action} ${className ?? ''}`}
      aria-label={name}
      title={rest.disabled ? label : name}
      aria-pressed={pressed}
      {...rest}
    >
      <span className={css.sign}>
        <Icon name={icon} solid={pressed === true && icon !== 'boost'} />
      </span>
      <span className={css.count} aria-hidden="true" title={count > 0 ? longCount(count) : undefined}>
        {count > 0 && shortCount(count)}
      </span>
    </button>
  )
}

interface ActionsProps {
  readonly status: StoredStatus
  /** How often it was seen is said elsewhere. */
  readonly withoutViews?: boolean
}

export const Actions = memo(({ status, withoutViews = false }: ActionsProps) => {
  // Visitors are asked to sign in.
  const mayReply = currentMe() === null || status.reply_approval.current_user
  return (
    <div className={css.row}>
      <Action
        icon="reply"
        label={t(mayReply ? 'posts.reply' : 'posts.notRepliable')}
        counted={t('posts.replies', { count: status.replies_count })}
        count={status.replies_count}
        disabled={!mayReply}
        onClick={() => void replyTo(status)}
      />
      <Boost status={status} />
      <Action
        icon="star"
        label={t('posts.favourite')}
        counted={t('posts.favourites', { count: status.favourites_count })}
        count={status.favourites_count}
        pressed={status.favourited ?? false}
        className={css.favourite}
        onClick={() => void toggle(status.id, 'favourite')}
      />
      {!withoutViews && isCounted(status) && <Views status={status} />}
      <Action
        icon="bookmark"
        label={t('posts.bookmark')}
        pressed={status.bookmarked ?? false}
        className={css.bookmark}
        onClick={() => void toggle(status.id, 'bookmark')}
      />
      <MoreMenu status={status} />
    </div>
  )
})

/** How often it was seen: a number for everybody, for the author the way to more. Its place is kept until it is known. */
function Views({ status }: { readonly status: StoredStatus }) {
  const views = useViews(status.id)
  const isOwn = useMe()?.id === status.account.id
  const words = views ? t('analytics.viewCount', { count: views }) : undefined
  const inside = (
    <>
      <span className={css.sign}>
        <Icon name="poll" />
      </span>
      <span className={css.count} aria-hidden="true">
        {views ? shortCount(views) : null}
      </span>
    </>
  )
  const classes = `${css.action} ${css.views}`
  if (isOwn) {
    const label = [t('analytics.ofPost'), words].filter(Boolean).join(', ')
    return (
      <Link to={analyticsPath(status)} className={classes} aria-label={label} title={label}>
        {inside}
      </Link>
    )
  }
  return (
    <span className={classes} title={words}>
      <span className="unseen">{words}</span>
      {inside}
    </span>
  )
}

/** A menu of boost and quote; where only one is possible still a menu, so that a boost takes two deliberate steps. */
function Boost({ status }: { readonly status: StoredStatus }) {
  const boostable = isBoostable(status)
  const isBoosted = status.reblogged ?? false
  const quotable = status.quote_approval.current_user === 'automatic'
  const count = status.reblogs_count + status.quotes_count
  const each = `${t('posts.boosts', { count: status.reblogs_count })}, ${t('posts.quotes', { count: status.quotes_count })}`
  // What is seen is their sum, and the name says what is seen.
  const words = status.quotes_count > 0 ? `${shortCount(count)}: ${each}` : each
  const common = { icon: boostable ? 'boost' : 'lock', counted: words, count, className: css.boost } as const
  if (!boostable && !quotable) {
    return <Action {...common} label={t('posts.notBoostable')} disabled onClick={() => {}} />
  }
  return (
    <Menu
      items={() => [
        boostable && {
          label: t(isBoosted ? 'posts.unboost' : 'posts.boost'),
          icon: 'boost',
          onSelect: () => void toggle(status.id, 'boost'),
        },
        quotable && { label: t('posts.quote'), icon: 'quote', onSelect: () => void quotePost(status) },
      ]}
      button={(props) => <Action {...common} {...props} label={t('posts.boost')} pressed={isBoosted} />}
    />
  )
}
