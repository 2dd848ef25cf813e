/** Squares of what a person posted, as on the media tab of a profile. */
import { memo, useState } from 'react'
import type { MediaAttachment } from '../../server/media/schema.ts'
import { t } from '../messages/index.ts'
import { Icon } from '../ui/icons.tsx'
import { Link } from '../ui/router.tsx'
import { Blurhash } from './blurhash.tsx'
import { Duration } from './film.tsx'
import { labelOf } from './labels.ts'
import css from './media-tile-grid.module.css'
import { Picture } from './picture.tsx'
import { openViewer } from './viewer-state.ts'

export interface MediaTile {
  readonly statusId: string
  /** Of the post, in the client. */
  readonly path: string
  readonly attachment: MediaAttachment
  /** Covered until somebody opens it. */
  readonly sensitive: boolean
}

interface MediaTilesProps {
  /** One row of three, or all of them. */
  readonly items: readonly MediaTile[]
  /** What a tile opens: the post it is from, or the viewer with the tiles that are given. */
  readonly opens?: 'post' | 'viewer'
}

/** The caller pages: it gives rows of three to a list, or everything it has. */
export const MediaTiles = memo(({ items, opens = 'post' }: MediaTilesProps) => (
  <div className={css.tiles}>
    {items.map((item, at) => (
      <Tile
        key={item.attachment.id}
        item={item}
        onView={
          opens === 'viewer' && item.attachment.url !== null && item.attachment.type !== 'audio'
            ? () => view(items, at)
            : undefined
        }
      />
    ))}
  </div>
))

function view(items: readonly MediaTile[], at: number): void {
  const seen = items.filter(({ attachment: { url, type } }) => url !== null && type !== 'audio')
  openViewer(
    seen.map(({ attachment }) => attachment),
    seen.indexOf(items[at]!),
  )
}

function Tile({ item, onView }: { readonly item: MediaTile; readonly onView: (() => void) | undefined }) {
  const [isLifted, setLifted] = useState(false)
  const { attachment, sensitive, path } = item
  if (sensitive && !isLifted) {
    const label = `${t('media.sensitive')}: ${t('media.show')}`
    return (
      <button type="button" className={css.tile} onClick={() => setLifted(true)} aria-label={label} title={label}>
        {attachment.blurhash && <Blurhash hash={attachment.blurhash} />}
        <span className={css.cloth}>
          <Icon name="hidden" />
        </span>
      </button>
    )
  }
  const inside = <Inside attachment={attachment} />
  if (!onView) {
    return (
      <Link to={path} className={css.tile}>
        {inside}
      </Link>
    )
  }
  return (
    <button type="button" className={css.tile} onClick={onView} aria-haspopup="dialog">
      {inside}
    </button>
  )
}

const MARKS = { video: 'play', gifv: 'play', audio: 'sound', image: null } as const

function Inside({ attachment }: { readonly attachment: MediaAttachment }) {
  const mark = MARKS[attachment.type] ?? null
  const label = labelOf(attachment, 0, 1)
  return (
    <>
      {attachment.type === 'audio' && attachment.preview_url === null ? (
        <span className={css.sound} role="img" aria-label={label}>
          <Icon name="sound" />
        </span>
      ) : (
        <Picture attachment={attachment} label={label} sizes="(min-width: 700px) 200px, 33vw" />
      )}
      {mark && (
        <span className={css.mark}>
          <Icon name={mark} solid={mark === 'play'} />
        </span>
      )}
      {attachment.type !== 'gifv' && <Duration attachment={attachment} />}
    </>
  )
}
