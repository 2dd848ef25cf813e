import { memo, useState } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import type { Relationship } from '../../server/relations/schema.ts'
import { accounts, useAccount } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import css from './follow-button.module.css'
import { nameOf } from './name.tsx'
import { follow, unblock, unfollow, useRelationshipWith } from './relationships.ts'

interface FollowButtonProps {
  readonly id: string
  readonly size?: 'small' | 'normal'
  /** Where there is little room: one word, and not that it would be following back. */
  readonly short?: boolean
}

/** Follows, asks to follow, or stops it; optimistic. Nothing for oneself; visitors are led to sign in. */
export const FollowButton = memo(({ id, size = 'small', short = false }: FollowButtonProps) => {
  const me = useMe()
  const account = useAccount(id)
  const relationship = useRelationshipWith(id)
  if (!account || me?.id === id || account.suspended) return null
  if (!me) {
    return (
      <Button variant="primary" size={size} onClick={() => location.assign(signInFor(account))}>
        {t('accounts.follow')}
      </Button>
    )
  }
  // Keeps the place, so that nothing moves when the answer is there.
  if (!relationship) return <span className={`${css.waiting} ${css[size]}`} aria-hidden="true" />
  if (relationship.blocked_by && !relationship.blocking) return null
  return (
    <Known
      account={account}
      relationship={short ? { ...relationship, followed_by: false } : relationship}
      size={size}
    />
  )
})

const signInFor = (account: Account) => `/auth/sign_in?next=${encodeURIComponent(`/@${account.acct}`)}`

interface Look {
  /** What is so, and what pressing changes it to; one word where both are the same. */
  readonly state: string
  readonly action: string
  readonly label: string
  readonly isOn: boolean
  readonly run: (id: string) => Promise<unknown>
}

function lookOf(account: Account, relationship: Relationship): Look {
  const name = nameOf(account)
  if (relationship.blocking) {
    const label = t('accounts.unblockLabel', { name })
    return { state: t('accounts.blocked'), action: t('accounts.unblock'), label, isOn: true, run: unblock }
  }
  if (relationship.following) {
    const label = t('accounts.unfollowLabel', { name })
    return { state: t('accounts.following'), action: t('accounts.unfollow'), label, isOn: true, run: stop }
  }
  if (relationship.requested) {
    const label = t('accounts.withdrawLabel', { name })
    return { state: t('accounts.requested'), action: t('accounts.withdraw'), label, isOn: true, run: unfollow }
  }
  const state = account.locked
    ? t('accounts.request')
    : relationship.followed_by
      ? t('accounts.followBack')
      : t('accounts.follow')
  return { state, action: state, label: `${state}: ${name}`, isOn: false, run: follow }
}

/** Coming back to somebody who confirms followers takes asking again, so it is asked whether that is meant. */
async function stop(id: string): Promise<unknown> {
  const account = accounts.get(id)
  if (!account?.locked) return await unfollow(id)
  const title = t('accounts.unfollowTitle', { name: nameOf(account) })
  const sure = await askToConfirm({ title, text: t('accounts.unfollowLocked'), action: t('accounts.unfollow') })
  return sure && (await unfollow(id))
}

function Known({ account, relationship, size }: { account: Account; relationship: Relationship; size: Size }) {
  const [busy, setBusy] = useState(false)
  // Whoever has just pressed it still points at it, and shall see what they did and not how to take it back.
  const [fresh, setFresh] = useState(false)
  const { state, action, label, isOn, run } = lookOf(account, relationship)
  const press = async () => {
    if (busy) return
    setFresh(true)
    setBusy(true)
    await run(account.id)
    setBusy(false)
  }
  return (
    <Button
      variant={isOn ? 'quiet' : 'primary'}
      size={size}
      className={`${css.button} ${isOn ? css.on : ''} ${fresh ? css.fresh : ''} ${relationship.blocking ? css.blocked : ''}`}
      aria-label={label}
      aria-busy={busy || undefined}
      onClick={() => void press()}
      onPointerLeave={() => setFresh(false)}
      onBlur={() => setFresh(false)}
    >
      <span className={css.state}>{state}</span>
      {isOn && <span className={css.action}>{action}</span>}
    </Button>
  )
}
type Size = NonNullable<FollowButtonProps['size']>
