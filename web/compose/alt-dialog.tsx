/** Says in words what is to be seen, and which point of a picture a crop must keep. */
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react'
import { t } from '../messages/index.ts'
import { instance } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea } from '../ui/fields.tsx'
import css from './composer.module.css'
import type { Focus, Medium } from './model.ts'

const MOST = instance.configuration.media_attachments.description_limit
const STEP = 0.1

interface Props {
  readonly medium: Medium
  readonly onClose: () => void
  readonly onSave: (said: Pick<Medium, 'description' | 'focus'>) => void
}

export default function AltDialog({ medium, onClose, onSave }: Props) {
  const [description, setDescription] = useState(medium.description)
  const [focus, setFocus] = useState(medium.focus)
  const isTooLong = description.trim().length > MOST
  const save = () => {
    if (isTooLong) return
    onSave({ description, focus })
    onClose()
  }
  return (
    <Dialog
      title={t('compose.altTitle')}
      size="wide"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" onClick={save} disabled={isTooLong}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      {medium.preview && <FocusPicker src={medium.preview} focus={focus} onChange={setFocus} />}
      <TextArea
        label={t('compose.altLabel')}
        hint={t('compose.altHint')}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        error={isTooLong ? t('compose.altTooLong', { count: description.trim().length - MOST }) : undefined}
        data-focus
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
        }}
      />
      <p className={css.altCount}>{t('compose.altCount', { used: description.trim().length, most: MOST })}</p>
    </Dialog>
  )
}

interface FocusProps {
  readonly src: string
  readonly focus: Focus | null
  readonly onChange: (focus: Focus) => void
}

const within = (value: number): number => Math.min(1, Math.max(-1, Math.round(value * 100) / 100))

/** Each from -1 (left, bottom) to 1 (right, top), as the API has them. */
function FocusPicker({ src, focus, onChange }: FocusProps) {
  const id = useId()
  const { x, y } = focus ?? { x: 0, y: 0 }
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    onChange({
      x: within(((event.clientX - box.left) / box.width) * 2 - 1),
      y: within(1 - ((event.clientY - box.top) / box.height) * 2),
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key]
    if (!step) return
    event.preventDefault()
    onChange({ x: within(x + step[0]!), y: within(y + step[1]!) })
  }
  return (
    <div className={css.focusPicker}>
      <button
        type="button"
        aria-label={t('compose.focusPoint')}
        aria-describedby={id}
        onPointerDown={point}
        onPointerMove={(event) => {
          if (event.buttons === 1) point(event)
        }}
        onKeyDown={onKeyDown}
      >
        <img src={src} alt="" draggable={false} />
        <i style={{ left: `${(x + 1) * 50}%`, top: `${(1 - y) * 50}%` }} />
      </button>
      <p id={id} className="soft small">
        {t('compose.focusHint')}
      </p>
      <span className="unseen" role="status">
        {focus ? t('compose.focusAt', { x: Math.round((x + 1) * 50), y: Math.round((1 - y) * 50) }) : ''}
      </span>
    </div>
  )
}
