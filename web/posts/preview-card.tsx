import type { PreviewCard as Card } from '../../server/cards/schema.ts'
import { t } from '../messages/index.ts'
import { Icon } from '../ui/icons.tsx'
import css from './preview-card.module.css'

/** So wide, and lying, a picture stands above the words; others beside them. */
const LARGE_PX = 400

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : url)

/** What a linked page says of itself. Films and frames of others are not loaded here: the card leads to them. */
export function PreviewCard({ card }: { readonly card: Card }) {
  const isLarge = card.image !== null && card.width >= LARGE_PX && card.width >= card.height * 1.2
  const author = card.authors[0]?.name || card.author_name
  return (
    <a
      href={card.url}
      target="_blank"
      rel="nofollow noopener noreferrer"
      className={`${css.card} ${isLarge ? css.large : ''}`}
      lang={card.language ?? undefined}
    >
      <span className={css.picture}>
        {card.image ? (
          <img src={card.image} alt={card.image_description} loading="lazy" decoding="async" />
        ) : (
          <Icon name="link" />
        )}
        {card.type === 'video' && (
          <span className={css.play}>
            <Icon name="play" solid />
          </span>
        )}
      </span>
      <span className={css.words}>
        <span className={css.site}>
          <bdi>{card.provider_name || hostOf(card.url)}</bdi>
        </span>
        <b dir="auto">{card.title || card.url}</b>
        {author ? (
          <small dir="auto">{t('posts.by', { name: author })}</small>
        ) : (
          card.description && <small dir="auto">{card.description}</small>
        )}
      </span>
    </a>
  )
}
