/** The media of a post as it is written: how far they are, their order, their descriptions. */
import { lazy, Suspense, useState } from 'react'
import { t } from '../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import css from './composer.module.css'
import type { Medium, Piece } from './model.ts'
import type { Composing } from './use-composition.ts'

const AltDialog = lazy(() => import('./alt-dialog.tsx'))
/** What a dragged picture is carried as, so that files from outside are told apart. */
const DRAGGED = 'text/x-tweeter-medium'

interface Props {
  readonly piece: Piece
  readonly composing: Composing
}

export function MediaStrip({ piece, composing }: Props) {
  const [describing, setDescribing] = useState<string | null>(null)
  const { media } = piece
  const { changePiece } = composing
  const move = (key: string, to: number) => {
    const from = media.findIndex((one) => one.key === key)
    if (from < 0 || to < 0 || to >= media.length || from === to) return
    const next = media.filter((one) => one.key !== key)
    changePiece(piece.key, () => ({ media: next.toSpliced(to, 0, media[from]!) }))
  }
  const described = media.find(({ key }) => key === describing)
  return (
    <>
      <ul className={css.media} data-count={media.length}>
        {media.map((medium, at) => (
          <li
            key={medium.key}
            draggable={media.length > 1}
            onDragStart={(event) => event.dataTransfer.setData(DRAGGED, medium.key)}
            onDragOver={(event) => {
              if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault()
            }}
            onDrop={(event) => {
              const key = event.dataTransfer.getData(DRAGGED)
              if (!key) return
              event.preventDefault()
              event.stopPropagation()
              move(key, at)
            }}
          >
            <Tile
              medium={medium}
              number={at + 1}
              onDescribe={() => setDescribing(medium.key)}
              onRemove={() => composing.removeMedium(piece.key, medium.key)}
              onRetry={() => composing.retryFile(piece.key, medium.key)}
              onMove={(step) => move(medium.key, at + step)}
              isFirst={at === 0}
              isLast={at === media.length - 1}
            />
          </li>
        ))}
      </ul>
      {described && (
        <Suspense>
          <AltDialog
            medium={described}
            onClose={() => setDescribing(null)}
            onSave={({ description, focus }) =>
              changePiece(piece.key, (before) => ({
                media: before.media.map((one) => (one.key === describing ? { ...one, description, focus } : one)),
              }))
            }
          />
        </Suspense>
      )}
    </>
  )
}

interface TileProps {
  readonly medium: Medium
  readonly number: number
  readonly onDescribe: () => void
  readonly onRemove: () => void
  readonly onRetry: () => void
  readonly onMove: (step: 1 | -1) => void
  readonly isFirst: boolean
  readonly isLast: boolean
}

function Tile({ medium, number, onDescribe, onRemove, onRetry, onMove, isFirst, isLast }: TileProps) {
  const { state, preview, description, kind } = medium
  const hasAlt = description.trim() !== ''
  return (
    <div className={css.tile}>
      {preview ? (
        <img src={preview} alt={description || t('compose.mediaNumber', { number })} style={focusStyle(medium)} />
      ) : (
        <span className={css.noPreview}>
          <Icon name={kind === 'audio' ? 'sound' : 'play'} />
          <bdi>{medium.name}</bdi>
        </span>
      )}
      <div className={css.tileTop}>
        {!isFirst && (
          <IconButton
            icon="forward"
            className={css.earlier!}
            label={t('compose.moveEarlier', { number })}
            onClick={() => onMove(-1)}
          />
        )}
        {!isLast && (
          <IconButton
            icon="forward"
            className={css.later!}
            label={t('compose.moveLater', { number })}
            onClick={() => onMove(1)}
          />
        )}
        <IconButton icon="close" label={t('compose.removeMedia', { number })} onClick={onRemove} />
      </div>
      {state === 'failed' ? (
        <div className={css.failed} role="alert">
          <p>{medium.error}</p>
          <Button size="small" icon="refresh" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        </div>
      ) : (
        <button
          type="button"
          className={hasAlt ? css.hasAlt : css.noAlt}
          aria-label={t(hasAlt ? 'compose.editAlt' : 'compose.addAlt', { number })}
          onClick={onDescribe}
        >
          {hasAlt && <Icon name="check" />} {t('compose.alt')}
        </button>
      )}
      {(state === 'uploading' || state === 'processing') && <Progress medium={medium} />}
    </div>
  )
}

function Progress({ medium: { state, progress, name } }: { readonly medium: Medium }) {
  const isUploading = state === 'uploading' && progress < 1
  return (
    <div className={css.progress}>
      <span>{t(isUploading ? 'compose.uploadProgress' : 'compose.processing')}</span>
      <progress {...(isUploading && { value: progress })} max={1} aria-label={t('compose.uploadOf', { name })} />
    </div>
  )
}

/** The point that a crop keeps. */
const focusStyle = ({ focus }: Medium) =>
  focus ? { objectPosition: `${(focus.x + 1) * 50}% ${(1 - focus.y) * 50}%` } : undefined
