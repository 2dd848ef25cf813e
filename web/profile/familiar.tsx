import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import type { FamiliarFollowers } from '../../server/relations/schema.ts'
import { NameLink } from '../accounts/name.tsx'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Link } from '../ui/router.tsx'
import css from './profile.module.css'

const NAMED = 2

/** Whom one follows among those who follow this person. */
export function Familiar({ account }: { readonly account: Account }) {
  const me = useMe()
  const { data } = useQuery({
    queryKey: ['familiar', account.id],
    enabled: me !== null,
    queryFn: async ({ signal }) =>
      (await get<FamiliarFollowers[]>('/api/v1/accounts/familiar_followers', { id: [account.id] }, signal))[0]
        ?.accounts ?? [],
  })
  if (!data || data.length === 0) return null
  return (
    <p className={css.familiar}>
      <span className={css.faces} aria-hidden="true">
        {data.slice(0, 3).map((one) => (
          <Link key={one.id} to={`/@${one.acct}`} tabIndex={-1}>
            <Avatar src={one.avatar_static} size="tiny" />
          </Link>
        ))}
      </span>
      <span>{words(account, data)}</span>
    </p>
  )
}

function words(account: Account, people: readonly Account[]) {
  const [first, second] = people.slice(0, NAMED).map((one) => <NameLink key={one.id} account={one} />)
  const count = people.length - NAMED
  if (second === undefined) return t.parts<'accounts.familiarOne', ReactNode>('accounts.familiarOne', { name: first! })
  if (count <= 0) return t.parts<'accounts.familiarTwo', ReactNode>('accounts.familiarTwo', { first: first!, second })
  const more = (
    <Link key="more" to={`/@${account.acct}/followers`}>
      {t('accounts.others', { count })}
    </Link>
  )
  return t.parts<'accounts.familiarMore', ReactNode>('accounts.familiarMore', { first: first!, second, more })
}
