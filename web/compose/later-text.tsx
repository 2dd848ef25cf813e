import type { MediaAttachment } from '../../server/media/schema.ts'
import { t } from '../messages/index.ts'
import { Icon } from '../ui/icons.tsx'
import css from './later.module.css'

interface Props {
  readonly text: string
  readonly warning: string
  readonly choices: readonly string[]
  readonly media: readonly MediaAttachment[]
}

/** What a draft or a scheduled post says, as it was written. */
export const LaterText = ({ text, warning, choices, media }: Props) => (
  <>
    {warning && (
      <p className={css.warning} dir="auto">
        <Icon name="alert" /> {warning}
      </p>
    )}
    <p className={css.text} dir="auto">
      {text || (warning || choices.length > 0 || media.length > 0 ? '' : <em>{t('compose.noText')}</em>)}
    </p>
    {choices.length > 0 && (
      <ul className={css.choices}>
        {choices.map((choice) => (
          <li key={choice} dir="auto">
            {choice}
          </li>
        ))}
      </ul>
    )}
    {media.length > 0 && (
      <div className={css.media}>
        {media.map(({ id, preview_url, description, type }) =>
          preview_url && type !== 'audio' ? (
            <img key={id} src={preview_url} alt={description ?? ''} loading="lazy" width="72" height="72" />
          ) : (
            <span key={id}>
              <Icon name={type === 'audio' ? 'sound' : 'play'} />
            </span>
          ),
        )}
      </div>
    )}
  </>
)
