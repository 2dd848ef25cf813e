import { ApiError } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import css from './profile.module.css'

/** Grey shapes where the header will be. */
export const ProfileSkeleton = () => (
  <>
    <div aria-hidden="true">
      <div className={css.cover} />
      <div className={css.top}>
        <span className={`${css.avatar} ${css.blank}`} />
      </div>
      <div className={css.blankLines}>
        <i />
        <i />
        <i />
      </div>
    </div>
    <Skeletons count={3} />
  </>
)

export function NoSuchPerson({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const isAbsent = error instanceof ApiError && (error.status === 404 || error.status === 410)
  if (!isAbsent) return <Failure error={error} onRetry={onRetry} />
  return (
    <Empty icon="user" title={t('accounts.nobody')}>
      <p>{t('accounts.nobodyText')}</p>
      <ButtonLink to="/explore">{t('accounts.findPeople')}</ButtonLink>
    </Empty>
  )
}
