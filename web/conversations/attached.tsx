import type { Medium } from '../compose/model.ts'
import { t } from '../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import css from './conversations.module.css'

interface AttachedProps {
  readonly media: readonly Medium[]
  readonly onDescribe: (key: string) => void
  readonly onRemove: (key: string) => void
}

/** The files that go with the message: how far they are, and their descriptions. */
export const Attached = ({ media, onDescribe, onRemove }: AttachedProps) =>
  media.length === 0 ? null : (
    <ul className={css.attached}>
      {media.map(({ key, name, preview, state, progress, error, description }, at) => (
        <li key={key} title={name}>
          {preview ? <img src={preview} alt={description || name} /> : <Icon name="image" />}
          {(state === 'uploading' || state === 'processing') && (
            <progress
              aria-label={t('compose.uploadOf', { name })}
              {...(state === 'uploading' && { value: progress })}
              max={1}
            />
          )}
          {state === 'failed' && (
            <span className={css.failed} role="alert">
              <Icon name="alert" /> <span className="unseen">{error}</span>
            </span>
          )}
          {state === 'ready' && (
            <button
              type="button"
              className={css.alt}
              aria-label={t(description ? 'compose.editAlt' : 'compose.addAlt', { number: at + 1 })}
              onClick={() => onDescribe(key)}
            >
              {description ? <Icon name="check" /> : <Icon name="plus" />} {t('compose.alt')}
            </button>
          )}
          <IconButton
            icon="close"
            className={css.cross}
            label={t('compose.removeMedia', { number: at + 1 })}
            onClick={() => onRemove(key)}
          />
        </li>
      ))}
    </ul>
  )
