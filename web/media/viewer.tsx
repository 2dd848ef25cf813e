/** Pictures and films over the whole window: zoom, the next, what is to be seen, the file itself. */
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { MediaAttachment } from '../../server/media/schema.ts'
import { direction, t } from '../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Blurhash } from './blurhash.tsx'
import { labelOf } from './labels.ts'
import { nowPlaying } from './playing.ts'
import { sizeOf } from './shapes.ts'
import css from './viewer.module.css'
import { type Gestures, useGestures } from './viewer-gestures.ts'
import { closeViewer, type Viewed } from './viewer-state.ts'
import type { Swipe } from './zoom.ts'

const ZOOM_STEP = 1.6
const PAN_PX = 80

export default function Viewer({ attachments, index, opener }: Viewed) {
  const [at, setAt] = useState(index)
  const [isDescribed, setDescribed] = useState(true)
  const gestures = useRef<Gestures | null>(null)
  const dialog = useModal(opener)
  const shown = attachments[at]!
  const count = attachments.length
  const go = (to: number) => {
    if (to >= 0 && to < count) setAt(to)
  }
  const onSwipe = (swipe: Swipe) => {
    if (swipe === 'close') closeViewer()
    else go(at + (swipe === 'next' ? 1 : -1))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('video')) return
    const action = keys({ at, count, go, gestures: gestures.current })[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  usePreload(attachments, at)
  return (
    <dialog
      ref={dialog}
      className={css.viewer}
      aria-label={t('media.viewer')}
      onCancel={(event) => {
        event.preventDefault()
        closeViewer()
      }}
      onKeyDown={onKeyDown}
    >
      <Bar
        shown={shown}
        place={count > 1 ? t('media.place', { place: at + 1, count }) : null}
        gestures={gestures}
        isDescribed={isDescribed}
        onDescribe={setDescribed}
      />
      <Stage
        key={shown.id}
        attachment={shown}
        label={labelOf(shown, at, count)}
        onSwipe={onSwipe}
        gestures={gestures}
      />
      <Sides at={at} count={count} go={go} />
      {isDescribed && shown.description && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long description is scrolled by the keyboard
        <section className={css.words} dir="auto" tabIndex={0} aria-label={t('media.description')}>
          {shown.description}
        </section>
      )}
    </dialog>
  )
}

const Sides = ({ at, count, go }: { at: number; count: number; go: (to: number) => void }) => (
  <>
    {at > 0 && (
      <IconButton
        icon="back"
        label={t('media.previous')}
        className={`${css.side} ${css.previous} flip`}
        onClick={() => go(at - 1)}
      />
    )}
    {at < count - 1 && (
      <IconButton
        icon="forward"
        label={t('media.next')}
        className={`${css.side} ${css.next} flip`}
        onClick={() => go(at + 1)}
      />
    )}
  </>
)

interface BarProps {
  readonly shown: MediaAttachment
  readonly place: string | null
  readonly gestures: { readonly current: Gestures | null }
  readonly isDescribed: boolean
  readonly onDescribe: (isDescribed: boolean) => void
}

function Bar({ shown, place, gestures, isDescribed, onDescribe }: BarProps) {
  return (
    <header className={css.bar}>
      <IconButton icon="close" label={t('common.close')} onClick={closeViewer} autoFocus />
      {place && (
        <span className={css.count} aria-live="polite">
          {place}
        </span>
      )}
      <span className={css.gap} />
      {shown.type === 'image' && (
        <>
          <IconButton icon="minus" label={t('media.zoomOut')} onClick={() => gestures.current?.zoom(1 / ZOOM_STEP)} />
          <IconButton icon="plus" label={t('media.zoomIn')} onClick={() => gestures.current?.zoom(ZOOM_STEP)} />
        </>
      )}
      {shown.description && (
        <IconButton
          icon="info"
          label={t('media.description')}
          aria-pressed={isDescribed}
          onClick={() => onDescribe(!isDescribed)}
        />
      )}
      <FileLink icon="download" label={t('media.download')} href={shown.url!} isDownload />
      <FileLink icon="external" label={t('media.original')} href={shown.url!} />
    </header>
  )
}

interface KeysOf {
  readonly at: number
  readonly count: number
  readonly go: (to: number) => void
  readonly gestures: Gestures | null
}

/** What each key does. The arrows move a picture that is zoomed, and else go to its neighbours. */
function keys({ at, count, go, gestures }: KeysOf): Readonly<Record<string, () => void>> {
  const ahead = direction === 'rtl' ? -1 : 1
  const arrow = (x: number, y: number) => () => {
    if (!gestures?.pan(-x * PAN_PX, -y * PAN_PX) && x !== 0) go(at + x * ahead)
  }
  const zoomIn = () => gestures?.zoom(ZOOM_STEP)
  return {
    ArrowLeft: arrow(-1, 0),
    ArrowRight: arrow(1, 0),
    ArrowUp: arrow(0, -1),
    ArrowDown: arrow(0, 1),
    Home: () => go(0),
    End: () => go(count - 1),
    '+': zoomIn,
    '=': zoomIn,
    '-': () => gestures?.zoom(1 / ZOOM_STEP),
    '0': () => gestures?.zoom(0),
  }
}

/** Opens the dialog over everything, and gives the focus back to what was pressed. */
function useModal(opener: HTMLElement | null) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current!
    element.showModal()
    document.documentElement.classList.add('behind')
    return () => {
      element.close()
      if (!document.querySelector('dialog[open]')) document.documentElement.classList.remove('behind')
      opener?.focus({ preventScroll: true })
    }
  }, [opener])
  return dialog
}

/** The neighbours are loaded while one looks at this one. */
function usePreload(attachments: readonly MediaAttachment[], at: number): void {
  useEffect(() => {
    for (const near of [attachments[at + 1], attachments[at - 1]]) {
      const src = near?.type === 'image' ? near.url : near?.preview_url
      if (src) new Image().src = src
    }
  }, [attachments, at])
}

interface StageProps {
  readonly attachment: MediaAttachment
  readonly label: string
  readonly onSwipe: (swipe: Swipe) => void
  readonly gestures: { current: Gestures | null }
}

function Stage({ attachment, label, onSwipe, gestures }: StageProps) {
  const stage = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  const [isZoomed, setZoomed] = useState(false)
  const [state, setState] = useState<'loading' | 'there' | 'broken'>('loading')
  const size = sizeOf(attachment)
  const isImage = attachment.type === 'image'
  gestures.current = useGestures(stage, picture, size, { onSwipe, onZoomed: setZoomed })
  return (
    <div ref={stage} className={`${css.stage} ${isZoomed ? css.zoomed : ''}`}>
      <div
        ref={picture}
        className={css.picture}
        style={{ '--aspect': size.width / size.height, '--most': `${isImage ? size.width : 1920}px` } as CSSProperties}
      >
        {isImage ? (
          <>
            {state === 'loading' && attachment.blurhash && <Blurhash hash={attachment.blurhash} />}
            {state === 'broken' ? (
              <p className={css.broken}>
                <Icon name="alert" /> {t('media.broken')}
              </p>
            ) : (
              <img
                src={attachment.url!}
                alt={label}
                draggable={false}
                onLoad={() => setState('there')}
                onError={() => setState('broken')}
              />
            )}
          </>
        ) : (
          <Film attachment={attachment} label={label} />
        )}
      </div>
    </div>
  )
}

function Film({ attachment, label }: { readonly attachment: MediaAttachment; readonly label: string }) {
  const isGif = attachment.type === 'gifv'
  return (
    <video
      src={attachment.url!}
      {...(attachment.preview_url && { poster: attachment.preview_url })}
      aria-label={label}
      controls
      autoPlay={!isGif || !matchMedia('(prefers-reduced-motion: reduce)').matches}
      loop={isGif}
      muted={isGif}
      playsInline
      onPlay={(event) => nowPlaying(event.currentTarget)}
    />
  )
}

interface FileLinkProps {
  readonly icon: IconName
  readonly label: string
  readonly href: string
  readonly isDownload?: boolean
}

const FileLink = ({ icon, label, href, isDownload = false }: FileLinkProps) => (
  <a
    className={css.file}
    href={href}
    aria-label={label}
    title={label}
    target="_blank"
    rel="noopener noreferrer"
    {...(isDownload && { download: '' })}
  >
    <Icon name={icon} />
  </a>
)
