import { useState } from 'react'
import type { MediaAttachment } from '../../server/media/schema.ts'
import { t } from '../messages/index.ts'
import { Icon } from '../ui/icons.tsx'
import { Blurhash } from './blurhash.tsx'
import css from './media.module.css'
import { positionOf } from './shapes.ts'

interface PictureProps {
  readonly attachment: MediaAttachment
  readonly label: string
  /** How wide it is shown, as `sizes` of <img> has it. */
  readonly sizes: string
}

/** A picture, or that of a film, filling its frame; its colours until it is there, a sign when it cannot be had. */
export function Picture({ attachment, label, sizes }: PictureProps) {
  const [state, setState] = useState<'loading' | 'there' | 'broken'>('loading')
  const { type, url, preview_url, blurhash, meta } = attachment
  const src = preview_url ?? (type === 'image' ? url : null)
  if (src === null || state === 'broken') {
    return (
      <span className={css.broken} role="img" aria-label={label}>
        {src === null && blurhash && <Blurhash hash={blurhash} />}
        {src !== null && (
          <>
            <Icon name="alert" />
            {t('media.broken')}
          </>
        )}
      </span>
    )
  }
  const { small, original } = meta
  const hasSizes = type === 'image' && url && preview_url && small && original?.width
  return (
    <>
      {state === 'loading' && blurhash && <Blurhash hash={blurhash} />}
      <img
        className={css.picture}
        src={src}
        {...(hasSizes && { srcSet: `${preview_url} ${small.width}w, ${url} ${original.width}w`, sizes })}
        alt={label}
        loading="lazy"
        decoding="async"
        style={{ objectPosition: positionOf(attachment) }}
        onLoad={() => setState('there')}
        onError={() => setState('broken')}
      />
    </>
  )
}
