import { useState } from 'react'
import { AccountList } from '../accounts/account-list.tsx'
import { nameOf } from '../accounts/name.tsx'
import { answerRequest } from '../accounts/relationships.ts'
import { accounts } from '../api/entities.ts'
import { useAccountPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import css from './follow-requests.module.css'

/** Who asks to follow, and the answers. */
export default function FollowRequestsPage() {
  const isLocked = useMe()?.locked
  const pages = useAccountPages(['follow-requests'], '/api/v1/follow_requests')
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set())
  const left = { query: pages.query, items: pages.items.filter((id) => !answered.has(id)) }
  const answer = async (id: string, accept: boolean) => {
    const mark = (on: boolean) =>
      setAnswered((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)))
    mark(true)
    if (!(await answerRequest(id, accept))) return mark(false)
    const account = accounts.get(id)
    if (account) toast(t(accept ? 'accounts.accepted' : 'accounts.rejected', { name: nameOf(account) }))
  }
  return (
    <Page title={t('accounts.requests')} back="/notifications">
      <AccountList
        name="follow-requests"
        label={t('accounts.requests')}
        pages={left}
        actions={(id) => <Answers id={id} onAnswer={answer} />}
        empty={
          <Empty icon="userPlus" title={t('accounts.noRequests')}>
            {!isLocked && (
              <>
                <p>{t('accounts.noRequestsText')}</p>
                <ButtonLink to="/settings/profile">{t('accounts.editProfile')}</ButtonLink>
              </>
            )}
          </Empty>
        }
      />
    </Page>
  )
}

function Answers({ id, onAnswer }: { id: string; onAnswer: (id: string, accept: boolean) => Promise<void> }) {
  const account = accounts.get(id)
  const name = account ? nameOf(account) : ''
  return (
    <div className={css.answers}>
      <Button
        size="small"
        variant="primary"
        aria-label={`${t('accounts.accept')}: ${name}`}
        onClick={() => void onAnswer(id, true)}
      >
        {t('accounts.accept')}
      </Button>
      <Button size="small" aria-label={`${t('accounts.reject')}: ${name}`} onClick={() => void onAnswer(id, false)}>
        {t('accounts.reject')}
      </Button>
    </div>
  )
}
