import { useEffect, useState } from 'react'
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

/** It is asked for again after 5 s, then ever more seldom, up to some minutes. */
const AGAIN_MS = 5000
const MOST_AGAIN_MS = 5 * 60_000

/** What a server gives in place of a picture that is still at the other site of its network. */
const isPlaceholder = ({ naturalWidth, naturalHeight }: HTMLImageElement) => naturalWidth === 1 && naturalHeight === 1

/** A picture, or that of a film, filling its frame; its colours until it is there, a sign when it cannot be had. */
export function Picture({ attachment, label, sizes }: PictureProps) {
  const [state, setState] = useState<'loading' | 'coming' | 'there' | 'broken'>('loading')
  const [tries, setTries] = useState(0)
  const { type, url, preview_url, blurhash, meta } = attachment
  useEffect(() => {
    if (state !== 'coming') return
    const again = () => {
      setTries(tries + 1)
      setState('loading')
    }
    const timer = setTimeout(again, Math.min(AGAIN_MS * 2 ** tries, MOST_AGAIN_MS))
    return () => clearTimeout(timer)
  }, [state, tries])
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
  // Under another address, or the browser shows what it got before.
  const asked = (address: string) => (tries === 0 ? address : `${address}?again=${tries}`)
  const hasSizes = type === 'image' && url && preview_url && small && original?.width
  return (
    <>
      {(state === 'loading' || state === 'coming') && blurhash && <Blurhash hash={blurhash} />}
      <img
        className={css.picture}
        src={asked(src)}
        {...(hasSizes && { srcSet: `${asked(preview_url)} ${small.width}w, ${asked(url)} ${original.width}w`, sizes })}
        alt={label}
        loading="lazy"
        decoding="async"
        style={{ objectPosition: positionOf(attachment) }}
        onLoad={(event) =>
          setState(meta.original?.width !== 1 && isPlaceholder(event.currentTarget) ? 'coming' : 'there')
        }
        onError={() => setState('broken')}
      />
    </>
  )
}
