import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import css from './conversations.module.css'
import type { Outgoing } from './outbox.ts'

interface OutgoingsProps {
  readonly waiting: readonly Outgoing[]
  readonly onRetry: (message: Outgoing) => void
  readonly onDrop: (key: string) => void
}

/** Messages that are not there yet; what could not be sent says why and can be tried again. */
export const Outgoings = ({ waiting, onRetry, onDrop }: OutgoingsProps) =>
  waiting.map((message) => (
    <div key={message.key} className={`${css.run} ${css.own}`}>
      <div className={css.bubbles}>
        <div className={css.message}>
          <div className={`${css.bubble} ${css.waiting}`} dir="auto">
            {message.text}
            {message.media.length > 0 && (
              <span className={css.count}>
                <Icon name="image" /> {t('notifications.media', { count: message.media.length })}
              </span>
            )}
          </div>
        </div>
        {message.error === null ? (
          <span className={css.time}>{t('conversations.sending')}</span>
        ) : (
          <div className={css.notSent} role="alert">
            <p>
              <Icon name="alert" /> <b>{t('conversations.notSent')}</b> {message.error}
            </p>
            <Button size="small" icon="refresh" onClick={() => onRetry(message)}>
              {t('common.retry')}
            </Button>
            <Button size="small" variant="plain" onClick={() => onDrop(message.key)}>
              {t('conversations.discard')}
            </Button>
          </div>
        )}
      </div>
    </div>
  ))
