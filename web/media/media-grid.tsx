/** The pictures, films and sounds of a post, in frames that have their size before anything is loaded. */
import { type CSSProperties, memo, type ReactNode, useState } from 'react'
import type { MediaAttachment } from '../../server/media/schema.ts'
import { t } from '../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Alt } from './alt.tsx'
import { Blurhash } from './blurhash.tsx'
import { Duration, Film, Gif } from './film.tsx'
import { labelOf } from './labels.ts'
import css from './media.module.css'
import { Picture } from './picture.tsx'
import { frameOf } from './shapes.ts'
import { Sound } from './sound.tsx'
import { openViewer } from './viewer-state.ts'

export interface MediaGridProps {
  readonly attachments: readonly MediaAttachment[]
  /** Covered until somebody opens it. */
  readonly sensitive: boolean
}

/** So many have a frame; the last frame says how many more there are. */
const MOST_FRAMES = 4
/** Posts whose cover was lifted, by their first attachment: the list forgets what is scrolled away. */
const lifted = new Set<string>()

const isSeen = ({ type, url }: MediaAttachment): boolean =>
  url !== null && (type === 'image' || type === 'gifv' || type === 'video')

export const MediaGrid = memo(({ attachments, sensitive }: MediaGridProps) => {
  const first = attachments[0]?.id ?? ''
  const [isLifted, setLifted] = useState(() => lifted.has(first))
  const covered = sensitive && !isLifted
  const turn = (open: boolean) => {
    if (open) lifted.add(first)
    else lifted.delete(first)
    setLifted(open)
  }
  const seen = attachments.filter(isSeen)
  const others = attachments.filter((one) => !isSeen(one))
  return (
    <div className={css.media}>
      {seen.length > 0 && (
        <Frames
          all={attachments}
          seen={seen}
          covered={covered}
          corner={
            sensitive && !covered ? (
              <IconButton icon="hidden" label={t('media.hide')} className={css.hide} onClick={() => turn(false)} />
            ) : null
          }
        >
          {covered && <Cover onShow={() => turn(true)} />}
        </Frames>
      )}
      {others.map((one) => (
        <Other key={one.id} attachment={one} label={labelOf(one, attachments.indexOf(one), attachments.length)} />
      ))}
    </div>
  )
})

interface FramesProps {
  readonly all: readonly MediaAttachment[]
  readonly seen: readonly MediaAttachment[]
  readonly covered: boolean
  readonly corner: ReactNode
  readonly children: ReactNode
}

function Frames({ all, seen, covered, corner, children }: FramesProps) {
  const shown = seen.slice(0, MOST_FRAMES)
  const isAlone = shown.length === 1
  const { aspect, most } = frameOf(shown[0]!)
  const alone = { '--aspect': aspect, '--most': `${most}px` } as CSSProperties
  return (
    <div
      className={`${css.frames} ${isAlone ? css.alone : css[`of${shown.length}`]}`}
      {...(isAlone && { style: alone })}
    >
      {shown.map((attachment, at) => (
        <div key={attachment.id} className={css.frame}>
          {covered ? (
            attachment.blurhash && <Blurhash hash={attachment.blurhash} />
          ) : (
            <Seen
              attachment={attachment}
              isAlone={isAlone}
              label={labelOf(attachment, all.indexOf(attachment), all.length)}
              onOpen={() => openViewer(seen, at)}
            />
          )}
          {!covered && at === MOST_FRAMES - 1 && seen.length > MOST_FRAMES && (
            <span className={css.more}>{t('media.more', { count: seen.length - MOST_FRAMES })}</span>
          )}
        </div>
      ))}
      {corner}
      {children}
    </div>
  )
}

interface SeenProps {
  readonly attachment: MediaAttachment
  readonly label: string
  readonly isAlone: boolean
  readonly onOpen: () => void
}

function Seen({ attachment, label, isAlone, onOpen }: SeenProps) {
  const { type, description } = attachment
  const sizes = isAlone ? '(min-width: 700px) 600px, 100vw' : '(min-width: 700px) 300px, 50vw'
  const badge = description ? <Alt description={description} /> : null
  if (type === 'gifv') {
    return (
      <>
        <Gif attachment={attachment} label={label} sizes={sizes} onOpen={onOpen} />
        {badge}
      </>
    )
  }
  if (type === 'video' && isAlone) return <Film attachment={attachment} label={label} sizes={sizes} />
  return (
    <>
      <button type="button" className={css.opener} onClick={onOpen} aria-haspopup="dialog">
        <Picture attachment={attachment} label={label} sizes={sizes} />
        {type === 'video' && (
          <span className={css.start}>
            <Icon name="play" solid />
          </span>
        )}
      </button>
      {type === 'video' && <Duration attachment={attachment} />}
      {badge}
    </>
  )
}

const Cover = ({ onShow }: { readonly onShow: () => void }) => (
  <div className={css.cloth}>
    <Icon name="hidden" />
    <span>{t('media.sensitive')}</span>
    <Button size="small" variant="primary" onClick={onShow}>
      {t('media.show')}
    </Button>
  </div>
)

function Other({ attachment, label }: { readonly attachment: MediaAttachment; readonly label: string }) {
  if (attachment.url === null) {
    return (
      <p className={css.row}>
        <Icon name="clock" /> {t('media.preparing')}
      </p>
    )
  }
  if (attachment.type === 'audio') return <Sound attachment={attachment} label={label} />
  return (
    <a className={css.row} href={attachment.url} target="_blank" rel="noopener noreferrer">
      <Icon name="external" />
      <span>{attachment.description || t('media.other')}</span>
    </a>
  )
}
