import { type ReactNode, useState } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import type { Relationship } from '../../server/relations/schema.ts'
import { nameOf } from '../accounts/name.tsx'
import { unblock } from '../accounts/relationships.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/states.tsx'

type Because = 'suspended' | 'blocking' | 'blockedBy' | 'limited'

/** Why the posts of a profile are not shown, or not at once; null: they are. */
export function closedBecause(account: Account, relationship: Relationship | undefined): Because | null {
  if (account.suspended) return 'suspended'
  if (relationship?.blocking) return 'blocking'
  if (relationship?.blocked_by) return 'blockedBy'
  if (account.limited && !relationship?.following) return 'limited'
  return null
}

interface ClosedProps {
  readonly account: Account
  readonly because: Because | null
  readonly children: ReactNode
}

/** Says why there is nothing to see instead of the posts; those of a limited person come when they are wanted. */
export function Closed({ account, because, children }: ClosedProps) {
  const [anyway, setAnyway] = useState(false)
  if (because === null || (because === 'limited' && anyway)) return children
  const name = nameOf(account)
  if (because === 'suspended') return <Empty icon="shield" title={t('accounts.suspended')} />
  if (because === 'blockedBy') {
    return (
      <Empty icon="block" title={t('accounts.blocksYou', { name })}>
        {t('accounts.blocksYouText')}
      </Empty>
    )
  }
  return because === 'blocking' ? (
    <Empty icon="block" title={t('accounts.youBlock', { name })}>
      <p>{t('accounts.youBlockText')}</p>
      <Button onClick={() => void unblock(account.id)}>{t('accounts.unblock')}</Button>
    </Empty>
  ) : (
    <Empty icon="shield" title={t('accounts.limited')}>
      <p>{t('accounts.limitedText')}</p>
      <Button onClick={() => setAnyway(true)}>{t('accounts.showAnyway')}</Button>
    </Empty>
  )
}
