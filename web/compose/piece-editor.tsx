/** One post of what is written: its warning, its words, its media or its poll. */
import { memo, type RefObject, useId } from 'react'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/fields.tsx'
import css from './composer.module.css'
import { countCharacters } from './count.ts'
import { Counter } from './counter.tsx'
import { MediaStrip } from './media-strip.tsx'
import type { Piece } from './model.ts'
import { PollEditor } from './poll-editor.tsx'
import { TextBox } from './text-box.tsx'
import { type Composing, limits } from './use-composition.ts'

interface Props {
  readonly piece: Piece
  readonly number: number
  readonly of: number
  readonly composing: Composing
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly placeholder: string
  readonly isActive: boolean
  readonly onActive: (key: string) => void
  readonly onRemove: (key: string) => void
}

export const PieceEditor = memo((props: Props) => {
  const { piece, number, of, composing, area, placeholder, isActive, onActive, onRemove } = props
  const { changePiece } = composing
  const counter = useId()
  const length = countCharacters(piece.text.trim(), piece.warning?.trim() ?? '')
  const label = of > 1 ? t('compose.textNumber', { number, of }) : t('compose.text')
  return (
    // biome-ignore lint/a11y/useSemanticElements: one of several parts of the form
    <div
      role="group"
      aria-label={of > 1 ? label : undefined}
      className={`${css.piece} ${of > 1 && number < of ? css.joined : ''}`}
      onFocus={() => onActive(piece.key)}
    >
      <Avatar src={useMe()!.avatar_static} />
      <div className={css.words}>
        {piece.warning !== null && (
          <input
            type="text"
            className={css.warning}
            dir="auto"
            value={piece.warning}
            readOnly={composing.busy}
            aria-label={t('compose.warning')}
            placeholder={t('compose.warningPlaceholder')}
            onChange={(event) => changePiece(piece.key, () => ({ warning: event.target.value }))}
          />
        )}
        <TextBox
          area={area}
          value={piece.text}
          label={label}
          placeholder={placeholder}
          describedBy={counter}
          wrong={length > limits.characters}
          readOnly={composing.busy}
          language={composing.value.settings.language}
          onChange={(text) => changePiece(piece.key, () => ({ text }))}
          onFiles={(files) => composing.addFiles(piece.key, files)}
          onSubmit={() => void composing.submit()}
        />
        {piece.media.length > 0 && <MediaStrip piece={piece} composing={composing} />}
        {piece.media.length > 0 && <Sensitive piece={piece} composing={composing} />}
        {piece.poll && (
          <PollEditor
            poll={piece.poll}
            onChange={(poll) => changePiece(piece.key, () => ({ poll }))}
            onRemove={() => {
              changePiece(piece.key, () => ({ poll: null }))
              area.current?.focus()
            }}
          />
        )}
      </div>
      <div className={css.edge}>
        {of > 1 && (
          <IconButton icon="close" label={t('compose.removePost', { number })} onClick={() => onRemove(piece.key)} />
        )}
        {(of > 1 || !isActive || length > 0) && <Counter id={counter} length={length} most={limits.characters} />}
      </div>
    </div>
  )
})

/** A warning covers the media as well. */
const Sensitive = ({ piece, composing }: Pick<Props, 'piece' | 'composing'>) => (
  <div className={css.sensitive}>
    <Checkbox
      isSwitch
      label={t('compose.sensitive')}
      checked={piece.sensitive || Boolean(piece.warning?.trim())}
      disabled={Boolean(piece.warning?.trim())}
      onChange={(event) => composing.changePiece(piece.key, () => ({ sensitive: event.target.checked }))}
    />
  </div>
)
