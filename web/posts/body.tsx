/** What a post says and shows, behind the covers that its author or the reader's filters put on it. */
import { type ReactNode, use } from 'react'
import type { StoredStatus } from '../api/entities.ts'
import { MediaGrid } from '../media/media-grid.tsx'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { EmojiText } from '../ui/emoji-text.tsx'
import { Icon } from '../ui/icons.tsx'
import css from './body.module.css'
import { Content, readContent } from './content.tsx'
import { PlaceContext, verdictOn } from './filtered.ts'
import { setOpened, useOpened } from './opened.ts'
import { PollView } from './poll.tsx'
import type { PostVariant } from './post-card.tsx'
import { PreviewCard } from './preview-card.tsx'
import { Quote } from './quote.tsx'

const MOST_LINES = 16

interface BodyProps {
  readonly status: StoredStatus
  readonly variant: PostVariant
  readonly contentId: string
}

export function Body({ status, variant, contentId }: BodyProps) {
  const place = use(PlaceContext)
  const verdict = verdictOn(status, place)
  const isShown = useOpened('filter', status.id)
  if (verdict && verdict.action !== 'blur' && !isShown) {
    return (
      <div className={css.cover} id={contentId}>
        <p>
          <Icon name="filter" /> <span dir="auto">{t('posts.filteredBy', { title: verdict.titles })}</span>
        </p>
        <Button size="small" onClick={() => setOpened('filter', status.id, true)}>
          {t('posts.showAnyway')}
        </Button>
      </div>
    )
  }
  return <Warned status={status} variant={variant} contentId={contentId} isBlurred={verdict?.action === 'blur'} />
}

function Warned({ status, isBlurred, ...rest }: BodyProps & { readonly isBlurred: boolean }) {
  const isOpen = useOpened('warning', status.id)
  const { spoiler_text: warning } = status
  const sensitive = isBlurred || (status.sensitive && !warning)
  if (!warning) return <Inside status={status} sensitive={sensitive} {...rest} />
  return (
    <>
      <div className={css.cover} id={isOpen ? undefined : rest.contentId}>
        <p>
          <Icon name="alert" />
          <span className="unseen">{t('posts.warning')}: </span>
          <span dir="auto" lang={status.language ?? undefined}>
            <EmojiText text={warning} emojis={status.emojis} />
          </span>
        </p>
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpened('warning', status.id, !isOpen)}>
          {t(isOpen ? 'posts.hidePost' : 'posts.showPost')}
        </Button>
      </div>
      {isOpen && <Inside status={status} sensitive={sensitive} {...rest} />}
    </>
  )
}

function Inside({ status, variant, contentId, sensitive }: BodyProps & { readonly sensitive: boolean }) {
  const { media_attachments: media, card, poll, quote } = status
  return (
    <>
      <Long status={status} variant={variant}>
        <Content status={status} id={contentId} />
      </Long>
      {poll && <PollView status={status} poll={poll} />}
      {media.length > 0 && (
        <div className={css.media} data-media="">
          <MediaGrid attachments={media} sensitive={sensitive} />
        </div>
      )}
      {card && media.length === 0 && !quote && variant !== 'quote' && <PreviewCard card={card} />}
      {quote && <Quote quote={quote} isInside={variant === 'quote'} />}
    </>
  )
}

/** Cuts long texts in lists, by how long they are and not by measuring them. */
function Long({ status, variant, children }: Pick<BodyProps, 'status' | 'variant'> & { readonly children: ReactNode }) {
  const isOpen = useOpened('length', status.id)
  if (!status.content) return null
  const { lines } = readContent(status.id, status.content, status.emojis, status.mentions)
  if (variant === 'main' || lines <= MOST_LINES) return children
  return (
    <>
      <div className={isOpen ? undefined : css.cut}>{children}</div>
      {variant === 'list' && (
        <Button
          variant="plain"
          size="small"
          className={css.longer ?? ''}
          aria-expanded={isOpen}
          onClick={() => setOpened('length', status.id, !isOpen)}
        >
          {t(isOpen ? 'common.showLess' : 'common.showMore')}
        </Button>
      )}
    </>
  )
}
