import { useHidden } from '../accounts/hidden.ts'
import { relationships, type StoredStatus, useStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Icon } from '../ui/icons.tsx'
import { PostCard } from './post-card.tsx'
import css from './quote.module.css'

type QuoteOf = NonNullable<StoredStatus['quote']>

const WHY = {
  accepted: 'posts.quoteDeleted',
  deleted: 'posts.quoteDeleted',
  revoked: 'posts.quoteRevoked',
  unauthorized: 'posts.quoteUnauthorized',
  blocked_account: 'posts.quoteBlocked',
  muted_account: 'posts.quoteMuted',
} as const satisfies Record<QuoteOf['state'], string>

interface QuoteProps {
  readonly quote: QuoteOf
  /** In a post that is quoted itself: it is only said that there is one. */
  readonly isInside: boolean
}

/** The post that a post quotes, or why it is not there. */
export function Quote({ quote, isInside }: QuoteProps) {
  const quotedId = quote.quoted_status?.id ?? null
  const quoted = useStatus(quotedId)
  const isHidden = useHidden().has(quoted?.account.id ?? '')
  const state = isHidden ? shunned(quoted!.account.id) : quote.state
  if (isInside) {
    return (
      <p className={css.shallow}>
        <Icon name="quote" /> {t(state === 'accepted' ? 'posts.quotesAnother' : WHY[state])}
      </p>
    )
  }
  if (state === 'accepted' && quoted) {
    return (
      <div className={css.quote}>
        <PostCard id={quoted.id} variant="quote" />
      </div>
    )
  }
  return (
    <p className={css.gone}>
      <Icon name="quote" /> {t(WHY[state])}
    </p>
  )
}

/** Its author was muted or blocked after the server gave the quote. */
const shunned = (accountId: string) =>
  relationships.get(accountId)?.blocking ? ('blocked_account' as const) : ('muted_account' as const)
