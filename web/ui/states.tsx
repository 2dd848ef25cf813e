/** What is shown where there is nothing to show: yet, at all, or because of an error. */
import type { ReactNode } from 'react'
import { ApiError } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icons.tsx'
import css from './states.module.css'

/** What went wrong, as a sentence for people. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.status === 0) return t('common.offlineError')
    if (error.status === 429) return t('common.tooOften', { count: error.retryAfter ?? 60 })
    return t('common.unknownError', { reason: error.message })
  }
  return t('common.unknownError', { reason: error instanceof Error ? error.message : String(error) })
}

export const Spinner = () => (
  <div className={css.spinner} role="status">
    <span className="unseen">{t('common.loading')}</span>
  </div>
)

/** Grey bars in the shape of so many posts. */
export const Skeletons = ({ count = 4 }: { readonly count?: number }) => (
  <div role="status" aria-busy="true">
    <span className="unseen">{t('common.loading')}</span>
    {Array.from({ length: count }, (_, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
      <div key={at} className={css.skeleton} aria-hidden="true">
        <span />
        <div>
          <i />
          <i />
          <i />
        </div>
      </div>
    ))}
  </div>
)

/** A list that has nothing in it, and what one could do about that. */
export const Empty = ({
  icon,
  title,
  children,
}: {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
}) => (
  <div className={css.empty}>
    <div className={css.emblem}>
      <Icon name={icon} />
    </div>
    <h2>{title}</h2>
    {children && <div className={css.words}>{children}</div>}
  </div>
)

/** What could not be loaded, why, and another try. What is not there (404) says so instead. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const isAbsent = error instanceof ApiError && (error.status === 404 || error.status === 410)
  if (isAbsent)
    return (
      <Empty icon="compass" title={t('common.notFound')}>
        {t('common.notFoundText')}
      </Empty>
    )
  return (
    <div className={css.empty} role="alert">
      <div className={css.emblem}>
        <Icon name="alert" />
      </div>
      <h2>{t('common.failedToLoad')}</h2>
      <div className={css.words}>
        <p>{errorText(error)}</p>
        {onRetry && (
          <Button icon="refresh" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )}
      </div>
    </div>
  )
}
