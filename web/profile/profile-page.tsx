import type { Account } from '../../server/accounts/schema.ts'
import { ShownAnyway } from '../accounts/hidden.ts'
import { nameOf } from '../accounts/name.tsx'
import { useRelationshipWith } from '../accounts/relationships.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Page } from '../ui/page.tsx'
import { usePath } from '../ui/router.tsx'
import { Closed, closedBecause } from './profile-closed.tsx'
import { ProfileFrame } from './profile-frame.tsx'
import { ProfileHeader } from './profile-header.tsx'
import { ProfileNotices } from './profile-notices.tsx'
import { NoSuchPerson, ProfileSkeleton } from './profile-states.tsx'
import { type ProfileTab, tabOf } from './tabs.ts'
import { useProfile } from './use-profile.ts'

interface ProfilePageProps {
  readonly username: string
  /** Of `/@:username/tagged/:tag`. */
  readonly tag?: string
}

/** Somebody's profile, under whichever of its addresses. The header stays when the tab changes. */
export default function ProfilePage({ username, tag }: ProfilePageProps) {
  const { account, query } = useProfile(username)
  const path = usePath()
  if (!account) {
    return (
      <Page title={`@${username}`} back="/">
        {query.isError ? (
          <NoSuchPerson error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <ProfileSkeleton />
        )}
      </Page>
    )
  }
  return (
    <Page title={nameOf(account)} subtitle={t('accounts.postsCount', { count: account.statuses_count })} back="/">
      <Shown account={account} tab={tabOf(path)} {...(tag !== undefined && { tag })} />
    </Page>
  )
}

function Shown({ account, tab, tag }: { account: Account; tab: ProfileTab; tag?: string }) {
  const isOwn = useMe()?.id === account.id
  const relationship = useRelationshipWith(account.id)
  const closed = isOwn ? null : closedBecause(account, relationship)
  return (
    <ShownAnyway value={account.id}>
      <ProfileHeader account={account} relationship={relationship} isOwn={isOwn} />
      <ProfileNotices account={account} relationship={relationship} isOwn={isOwn} />
      <Closed key={account.id} account={account} because={closed}>
        <ProfileFrame account={account} isOwn={isOwn} tab={tab} {...(tag !== undefined && { tag })} />
      </Closed>
    </ShownAnyway>
  )
}
