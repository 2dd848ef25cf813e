import type { MediaAttachment } from '../../server/media/schema.ts'
import { Icon } from '../ui/icons.tsx'
import { useInView } from './in-view.ts'
import css from './media.module.css'
import { nowPlaying } from './playing.ts'
import { durationText } from './shapes.ts'

/** A sound: its picture, if it has one, what it is, and the browser's own player. It plays on when scrolled away. */
export function Sound({ attachment, label }: { readonly attachment: MediaAttachment; readonly label: string }) {
  const [row, inView] = useInView<HTMLDivElement>()
  const { preview_url, url, meta, description } = attachment
  const seconds = meta.original?.duration ?? meta.duration
  return (
    <div ref={row} className={css.sound}>
      <span className={css.cover} aria-hidden="true">
        {preview_url && inView ? <img src={preview_url} alt="" decoding="async" /> : <Icon name="sound" />}
      </span>
      <div>
        <p className={css.words}>
          <span dir="auto">{description || label}</span>
          {seconds !== undefined && <small>{durationText(seconds)}</small>}
        </p>
        {/* biome-ignore lint/a11y/useMediaCaption: what people say of their sounds is the label */}
        <audio
          src={url!}
          controls
          preload="none"
          aria-label={label}
          onPlay={(event) => nowPlaying(event.currentTarget)}
        />
      </div>
    </div>
  )
}
