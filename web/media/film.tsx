/** Films in a post: those that play over and over without sound, and those that somebody starts. */
import { useEffect, useState } from 'react'
import type { MediaAttachment } from '../../server/media/schema.ts'
import { t } from '../messages/index.ts'
import { usePreferences } from '../session/preferences.ts'
import { Icon } from '../ui/icons.tsx'
import { Alt } from './alt.tsx'
import { useInView } from './in-view.ts'
import css from './media.module.css'
import { Picture } from './picture.tsx'
import { nowPlaying, usePausedOutOfView } from './playing.ts'
import { durationText, positionOf } from './shapes.ts'

interface FilmProps {
  readonly attachment: MediaAttachment
  readonly label: string
  readonly sizes: string
  /** Shows it large. */
  readonly onOpen: () => void
}

/** How long it is, in a corner. */
export const Duration = ({ attachment: { meta } }: { readonly attachment: MediaAttachment }) => {
  const seconds = meta.original?.duration ?? meta.duration
  return seconds === undefined ? null : <span className={`${css.badge} ${css.duration}`}>{durationText(seconds)}</span>
}

/** Plays while it is in view, where people want that; else when they say so. */
export function Gif({ attachment, label, sizes, onOpen }: FilmProps) {
  const { autoplay } = usePreferences()
  const [video, inView] = useInView<HTMLVideoElement>()
  const [wanted, setWanted] = useState<boolean | null>(null)
  const [hasPlayed, setHasPlayed] = useState(false)
  const wants = wanted ?? (autoplay && !matchMedia('(prefers-reduced-motion: reduce)').matches)
  const plays = wants && inView
  useEffect(() => {
    // A browser may refuse, to save power: then the picture stays, with the button on it.
    if (plays) video.current!.play().catch(() => setWanted(false))
    else video.current!.pause()
  }, [plays, video])
  return (
    <>
      <button type="button" className={css.opener} onClick={onOpen} aria-label={label}>
        {!hasPlayed && <Picture attachment={attachment} label="" sizes={sizes} />}
        <video
          ref={video}
          className={css.picture}
          src={attachment.url!}
          muted
          loop
          playsInline
          preload={wants ? 'metadata' : 'none'}
          style={{ objectPosition: positionOf(attachment) }}
          onPlaying={() => setHasPlayed(true)}
        />
      </button>
      <button
        type="button"
        className={wants ? css.corner : css.start}
        onClick={() => setWanted(!wants)}
        aria-label={wants ? t('media.pause') : t('media.play')}
      >
        <Icon name={wants ? 'pause' : 'play'} solid={!wants} />
      </button>
      <span className={`${css.badge} ${css.duration}`} aria-hidden="true">
        GIF
      </span>
    </>
  )
}

/** A film that has its post to itself: its first picture, then the browser's own player. */
export function Film({ attachment, label, sizes }: Omit<FilmProps, 'onOpen'>) {
  const [started, setStarted] = useState(false)
  if (started) return <Player attachment={attachment} label={label} />
  return (
    <>
      <button
        type="button"
        className={css.opener}
        aria-label={`${t('media.play')}: ${label}`}
        onClick={() => setStarted(true)}
      >
        <Picture attachment={attachment} label="" sizes={sizes} />
        <span className={css.start}>
          <Icon name="play" solid />
        </span>
      </button>
      <Duration attachment={attachment} />
      {attachment.description && <Alt description={attachment.description} />}
    </>
  )
}

function Player({ attachment, label }: { readonly attachment: MediaAttachment; readonly label: string }) {
  const [video, inView] = useInView<HTMLVideoElement>()
  const [wasSeen, setWasSeen] = useState(false)
  usePausedOutOfView(video, inView || !wasSeen)
  useEffect(() => {
    if (inView) setWasSeen(true)
  }, [inView])
  // The button that was pressed is gone: its place in the order of the keyboard is the player's.
  useEffect(() => video.current!.focus({ preventScroll: true }), [video])
  return (
    <video
      ref={video}
      className={css.player}
      src={attachment.url!}
      {...(attachment.preview_url && { poster: attachment.preview_url })}
      controls
      autoPlay
      playsInline
      tabIndex={0}
      aria-label={label}
      onPlay={(event) => nowPlaying(event.currentTarget)}
    />
  )
}
