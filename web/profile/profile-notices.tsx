import type { Account } from '../../server/accounts/schema.ts'
import type { Relationship } from '../../server/relations/schema.ts'
import { openAccountDialog } from '../accounts/dialog-state.ts'
import { nameOf } from '../accounts/name.tsx'
import { answerRequest, unmute } from '../accounts/relationships.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Link } from '../ui/router.tsx'
import css from './profile.module.css'

interface NoticesProps {
  readonly account: Account
  readonly relationship: Relationship | undefined
  readonly isOwn: boolean
}

/** What there is to know or to decide between the two: a request, a mute, one's own note. */
export function ProfileNotices({ account, relationship, isOwn }: NoticesProps) {
  const me = useMe()
  const waiting = me?.source.follow_requests_count ?? 0
  if (isOwn) {
    return waiting > 0 ? (
      <Link to="/follow_requests" className={css.notice}>
        <Icon name="userPlus" />
        <span>{t('accounts.requestsWaiting', { count: waiting })}</span>
      </Link>
    ) : null
  }
  if (!relationship) return null
  return (
    <>
      {relationship.requested_by && <Request account={account} />}
      {relationship.muting && (
        <div className={css.notice}>
          <Icon name="mute" />
          <span>{t('accounts.youMute', { name: nameOf(account) })}</span>
          <Button size="small" onClick={() => void unmute(account.id)}>
            {t('accounts.unmute')}
          </Button>
        </div>
      )}
      {relationship.note && (
        <div className={css.notice}>
          <Icon name="draft" />
          <p className={css.note} dir="auto">
            <span className="unseen">{t('accounts.note')}: </span>
            {relationship.note}
          </p>
          <Button size="small" onClick={() => openAccountDialog('note', account.id)}>
            {t('common.edit')}
          </Button>
        </div>
      )}
    </>
  )
}

function Request({ account }: { readonly account: Account }) {
  const answer = (accept: boolean) => void answerRequest(account.id, accept)
  return (
    <div className={css.notice}>
      <Icon name="userPlus" />
      <span>{t('accounts.asksToFollow', { name: nameOf(account) })}</span>
      <Button size="small" variant="primary" onClick={() => answer(true)}>
        {t('accounts.accept')}
      </Button>
      <Button size="small" onClick={() => answer(false)}>
        {t('accounts.reject')}
      </Button>
    </div>
  )
}
