import type { Account } from '../../server/accounts/schema.ts'
import { AccountList } from '../accounts/account-list.tsx'
import { nameOf } from '../accounts/name.tsx'
import { useAccountPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Page, Tabs } from '../ui/page.tsx'
import { usePath } from '../ui/router.tsx'
import { Empty, Skeletons } from '../ui/states.tsx'
import { NoSuchPerson } from './profile-states.tsx'
import { useProfile } from './use-profile.ts'

type Side = 'followers' | 'following'

/** Who follows somebody, and whom they follow. */
export default function ConnectionsPage({ username }: { readonly username: string }) {
  const { account, query } = useProfile(username)
  const side: Side = usePath().split('/')[2] === 'following' ? 'following' : 'followers'
  const base = `/@${username}`
  return (
    <Page
      title={account ? nameOf(account) : `@${username}`}
      subtitle={<bdi dir="ltr">@{username}</bdi>}
      back={base}
      tabs={
        <Tabs
          label={t('accounts.connections')}
          tabs={[
            { to: `${base}/followers`, label: t('accounts.followers') },
            { to: `${base}/following`, label: t('accounts.followingTab') },
          ]}
        />
      }
    >
      {account ? (
        <People key={side} account={account} side={side} />
      ) : query.isError ? (
        <NoSuchPerson error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeletons />
      )}
    </Page>
  )
}

function People({ account, side }: { readonly account: Account; readonly side: Side }) {
  const isOwn = useMe()?.id === account.id
  const isHidden = account.hide_collections && !isOwn
  const pages = useAccountPages([side, account.id], `/api/v1/accounts/${account.id}/${side}`, {}, !isHidden)
  const name = nameOf(account)
  if (isHidden) {
    return (
      <Empty icon="hidden" title={t('accounts.hiddenPeople', { name })}>
        {t('accounts.hiddenPeopleText')}
      </Empty>
    )
  }
  const label = side === 'followers' ? t('accounts.followersOf', { name }) : t('accounts.followedBy', { name })
  return (
    <AccountList
      name={`${side} ${account.id}`}
      label={label}
      pages={pages}
      empty={
        <Empty icon="users" title={t(side === 'followers' ? 'accounts.noFollowers' : 'accounts.noFollowing')}>
          {isOwn && side === 'following' && <ButtonLink to="/explore">{t('accounts.findPeople')}</ButtonLink>}
        </Empty>
      }
    />
  )
}
