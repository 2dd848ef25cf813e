/** The buttons below the text, for the post that is being written, and the one that sends. */
import { type ChangeEvent, lazy, type RefObject, Suspense, useRef } from 'react'
import { t } from '../messages/index.ts'
import { instance } from '../session/me.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Spinner } from '../ui/states.tsx'
import { withEmoji } from './completion.ts'
import css from './composer.module.css'
import { isEmpty, newPoll, type Piece } from './model.ts'
import { Popup } from './popup.tsx'
import { ScheduleOpener } from './settings-bar.tsx'
import { setCaret } from './text-box.tsx'
import { ACCEPTED, MOST_MEDIA } from './upload.ts'
import { type Composing, withAnother } from './use-composition.ts'

const EmojiPicker = lazy(() => import('./emoji-picker.tsx'))

interface Props {
  readonly composing: Composing
  readonly piece: Piece
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly onAdd: () => void
}

export function Tools({ composing, piece, area, onAdd }: Props) {
  const { value, changePiece, change } = composing
  const { origin, settings, pieces } = value
  const toggleWarning = () => {
    changePiece(piece.key, ({ warning }) => ({ warning: warning === null ? '' : null }))
  }
  const mayThread = (origin.kind === 'new' || origin.kind === 'draft') && settings.scheduledAt === null
  const last = pieces.at(-1)!
  return (
    <div className={css.foot}>
      {/* biome-ignore lint/a11y/useSemanticElements: a toolbar, no form */}
      <div className={css.tools} role="group" aria-label={t('compose.tools')}>
        <MediaButton
          disabled={piece.poll !== null || piece.media.length >= MOST_MEDIA}
          onFiles={(files) => composing.addFiles(piece.key, files)}
        />
        {instance.configuration.polls.max_options > 0 && (
          <IconButton
            icon="poll"
            label={t(piece.poll ? 'compose.removePoll' : 'compose.addPoll')}
            aria-pressed={piece.poll !== null}
            disabled={piece.media.length > 0}
            onClick={() => changePiece(piece.key, ({ poll }) => ({ poll: poll ? null : newPoll() }))}
          />
        )}
        <IconButton
          icon="alert"
          label={t('compose.addWarning')}
          aria-pressed={piece.warning !== null}
          onClick={toggleWarning}
        />
        <EmojiButton piece={piece} composing={composing} area={area} />
        {origin.kind !== 'edit' && pieces.length === 1 && <ScheduleButton composing={composing} />}
      </div>
      <div className={css.sending}>
        {mayThread && (
          <IconButton
            icon="plus"
            label={t('compose.addPost')}
            disabled={isEmpty(last)}
            onClick={() => {
              change(withAnother)
              onAdd()
            }}
          />
        )}
        <Button
          variant="primary"
          busy={composing.busy}
          disabled={pieces.every(isEmpty) && value.quoting === null}
          onClick={() => void composing.submit()}
          title="Ctrl+Enter"
        >
          {sendWord(composing)}
        </Button>
      </div>
    </div>
  )
}

function ScheduleButton({
  composing: {
    value: { settings },
    change,
  },
}: Pick<Props, 'composing'>) {
  return (
    <ScheduleOpener
      value={settings.scheduledAt}
      onChoose={(scheduledAt) => change((before) => ({ ...before, settings: { ...before.settings, scheduledAt } }))}
    >
      {(open) => (
        <IconButton
          icon="calendar"
          label={t('compose.schedule')}
          aria-pressed={settings.scheduledAt !== null}
          onClick={open}
        />
      )}
    </ScheduleOpener>
  )
}

function sendWord({ busy, value: { origin, settings, pieces, replyTo } }: Composing): string {
  if (busy) return t('compose.sending')
  if (origin.kind === 'edit') return t('common.save')
  if (settings.scheduledAt !== null) return t('compose.scheduleButton')
  if (pieces.length > 1) return t('compose.postAll')
  return t(replyTo !== null ? 'compose.replyButton' : 'compose.postButton')
}

interface MediaButtonProps {
  readonly disabled: boolean
  readonly onFiles: (files: File[]) => void
}

function MediaButton({ disabled, onFiles }: MediaButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])])
    // The same file may be chosen again.
    target.value = ''
  }
  return (
    <>
      <IconButton
        icon="image"
        label={t('compose.addMedia')}
        disabled={disabled}
        onClick={() => input.current!.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label={t('compose.addMedia')}
        onChange={take}
      />
    </>
  )
}

function EmojiButton({ piece, composing, area }: Pick<Props, 'piece' | 'composing' | 'area'>) {
  const choose = (emoji: string) => {
    const { selectionStart = piece.text.length, selectionEnd = piece.text.length } = area.current ?? {}
    const next = withEmoji(piece.text, selectionStart, selectionEnd, emoji)
    composing.changePiece(piece.key, () => ({ text: next.text }))
    setCaret(area, next.caret)
  }
  return (
    <Popup
      label={t('compose.emojis')}
      button={(props) => <IconButton icon="emoji" label={t('compose.addEmoji')} {...props} />}
    >
      {(close) => (
        <Suspense fallback={<Spinner />}>
          <EmojiPicker
            onChoose={(emoji) => {
              close()
              choose(emoji)
            }}
          />
        </Suspense>
      )}
    </Popup>
  )
}
