import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import { askRelationships } from '../accounts/relationships.ts'
import { accounts, keepAccounts, useAccount } from '../api/entities.ts'
import { get } from '../api/http.ts'

/** The person of this username: at once where some list has brought them already, and read anew in any case. */
export function useProfile(username: string) {
  const query = useQuery({
    queryKey: ['profile', username.toLowerCase()],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const account = await get<Account>('/api/v1/accounts/lookup', { acct: username }, signal)
      keepAccounts([account])
      return account.id
    },
    placeholderData: () => known(username),
  })
  const id = query.isError ? null : (query.data ?? null)
  useEffect(() => {
    if (id) askRelationships([id], { again: true })
  }, [id])
  return { account: useAccount(id), query }
}

function known(username: string): string | undefined {
  const wanted = username.toLowerCase()
  for (const account of accounts.all()) if (account.acct.toLowerCase() === wanted) return account.id
  return undefined
}
