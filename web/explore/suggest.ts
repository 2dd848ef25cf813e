/** What the search field offers while somebody types. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Search } from '../../server/search/schema.ts'
import { profilePath } from '../accounts/name.tsx'
import { accounts, keepAccounts } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { handleIn, nameIn, searchPath, tagIn, tagPath } from './search.ts'

/** One line of what is offered; `to` is where it leads. */
export type Offer =
  | { readonly kind: 'search' | 'recent'; readonly q: string; readonly to: string }
  | { readonly kind: 'go'; readonly name: string; readonly to: string }
  | { readonly kind: 'tag'; readonly name: string; readonly to: string }
  | { readonly kind: 'person'; readonly id: string; readonly to: string }

const PAUSE_MS = 180
const EACH = 4

/** The value as it was when nothing had changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

interface Found {
  readonly people: readonly string[]
  readonly tags: readonly string[]
}

/** People and hashtags whose names begin so, or nothing yet. */
function useFound(text: string, enabled: boolean): Found | undefined {
  const q = useSettled(nameIn(text))
  const { data } = useQuery<Found>({
    queryKey: ['search', 'offers', q],
    enabled: enabled && q !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const ask = (type: string) => get<Search>('/api/v2/search', { q, type, limit: EACH }, signal)
      const [people, tags] = await Promise.all([ask('accounts'), ask('hashtags')])
      return { people: keepAccounts(people.accounts), tags: tags.hashtags.map(({ name }) => name) }
    },
  })
  return data
}

/** @param recent what was searched for before, the newest first. */
export function useOffers(text: string, recent: readonly string[], isOpen: boolean): readonly Offer[] {
  const found = useFound(text, isOpen)
  const q = text.trim()
  if (!isOpen) return []
  const before = recent
    .filter((one) => one !== q && one.toLowerCase().startsWith(q.toLowerCase()))
    .map((one): Offer => ({ kind: 'recent', q: one, to: searchPath(one) }))
  if (q === '') return before
  const tag = tagIn(q)
  const tags = [...new Set([...(tag ? [tag] : []), ...(nameIn(q) ? (found?.tags ?? []) : [])])]
  const people = nameIn(q) ? (found?.people ?? []) : []
  const handle = handleIn(q)
  const isListed = people.some((id) => accounts.get(id)?.acct.toLowerCase() === handle?.toLowerCase())
  return [
    { kind: 'search', q, to: searchPath(q) },
    ...before.slice(0, 2),
    ...people.map((id): Offer => ({ kind: 'person', id, to: profilePath(accounts.get(id)!) })),
    ...tags.map((name): Offer => ({ kind: 'tag', name, to: tagPath(name) })),
    ...(handle && !isListed ? [{ kind: 'go', name: handle, to: `/@${handle}` } as const] : []),
  ]
}
