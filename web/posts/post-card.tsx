import { type KeyboardEvent, type MouseEvent, memo, useId } from 'react'
import { NameLink, profilePath } from '../accounts/name.tsx'
import { type StoredStatus, useStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Avatar } from '../ui/avatar.tsx'
import { isBegun, keyOf } from '../ui/hotkeys.ts'
import { Icon } from '../ui/icons.tsx'
import { Link, navigate } from '../ui/router.tsx'
import { Actions } from './actions.tsx'
import { Body } from './body.tsx'
import { Header, ReplyLine } from './header.tsx'
import { pressed } from './keys.ts'
import { postPath } from './links.ts'
import { MainFoot } from './main-foot.tsx'
import css from './post-card.module.css'

export type PostVariant = 'list' | 'main' | 'quote'

export interface PostCardProps {
  readonly id: string
  /** list: one of many. main: the post that a page is about. quote: inside another post, without actions. */
  readonly variant?: PostVariant
  /** In a thread: a line joins it with the post above or below. */
  readonly joined?: { readonly above: boolean; readonly below: boolean }
}

/** One post, as the store knows it now; nothing when it was deleted. */
export const PostCard = memo(({ id, variant = 'list', joined }: PostCardProps) => {
  const status = useStatus(id)
  const boosted = useStatus(status?.reblogId ?? null)
  const shown = status && status.reblogId !== null ? boosted : status
  if (!status || !shown) return null
  return (
    <Card
      status={shown}
      boostedBy={status === shown ? null : status.account}
      variant={variant}
      isInThread={joined !== undefined}
      above={joined?.above ?? false}
      below={joined?.below ?? false}
    />
  )
})

interface CardProps {
  readonly status: StoredStatus
  readonly boostedBy: StoredStatus['account'] | null
  readonly variant: PostVariant
  /** What it answers is to be seen above it. */
  readonly isInThread: boolean
  readonly above: boolean
  readonly below: boolean
}

const Card = memo(({ status, boostedBy, variant, isInThread, above, below }: CardProps) => {
  const id = useId()
  const isMain = variant === 'main'
  const isQuote = variant === 'quote'
  const classes = [css.card, css[variant], above && css.above, below && css.below].filter(Boolean).join(' ')
  return (
    <article
      className={classes}
      tabIndex={isQuote ? undefined : -1}
      aria-labelledby={`${id}-author`}
      aria-describedby={`${id}-content`}
      onClick={isMain ? undefined : (event) => open(event, status)}
      onKeyDown={isQuote ? undefined : (event) => onKey(event, status)}
    >
      {boostedBy && (
        <p className={css.boosted}>
          <Icon name="boost" />
          <span>{t.parts('posts.boostedBy', { name: <NameLink key="name" account={boostedBy} /> })}</span>
        </p>
      )}
      <Link to={profilePath(status.account)} className={css.face} tabIndex={-1} aria-hidden="true">
        <Avatar src={status.account.avatar_static} size={isQuote ? 'tiny' : 'normal'} />
      </Link>
      <Header status={status} id={`${id}-author`} stacked={isMain} />
      <div className={css.body}>
        {!isInThread && !isQuote && <ReplyLine status={status} />}
        <Body status={status} variant={variant} contentId={`${id}-content`} />
        {isMain && <MainFoot status={status} />}
        {!isQuote && <Actions status={status} withoutViews={isMain} />}
      </div>
    </article>
  )
})

const INTERACTIVE =
  'a, button, input, label, select, textarea, summary, video, audio, dialog, [role=menu], [role=slider]'

/** A click anywhere that is nothing of its own opens the thread; one that ends a selection of text does not. */
function open(event: MouseEvent<HTMLElement>, status: StoredStatus): void {
  const target = event.target as Element
  if (event.defaultPrevented || event.button !== 0 || target.closest(INTERACTIVE)) return
  if (getSelection()?.isCollapsed === false) return
  event.stopPropagation()
  if (event.ctrlKey || event.metaKey) window.open(postPath(status), '_blank', 'noopener')
  else navigate(postPath(status))
}

function onKey(event: KeyboardEvent<HTMLElement>, status: StoredStatus): void {
  const target = event.target as Element
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return
  if (target.closest('input:not([type=radio], [type=checkbox]), textarea, select, dialog, [role=menu]')) return
  if (isBegun() || (event.key === 'Enter' && target !== event.currentTarget)) return
  if (!pressed(keyOf(event), status, event.currentTarget)) return
  event.preventDefault()
  event.stopPropagation()
}
