/** TanStack Query, set up once: what is fetched, kept, and asked for again. */
import { QueryClient, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import type { Status } from '../../server/posts/schema.ts'
import { keepAccounts, keepStatuses } from './entities.ts'
import { ApiError, getPage, type Paged, type Query } from './http.ts'

const TRIES = 2

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      // What the server refused it refuses again; what did not reach it is worth another try.
      retry: (count, error) => count < TRIES && (!(error instanceof ApiError) || [0, 502, 503].includes(error.status)),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

export interface PagedQuery<T> {
  readonly items: readonly T[]
  readonly query: UseInfiniteQueryResult<unknown, Error>
}

interface PagedOptions<T, Kept> {
  /** Unique in the client: the path and whatever changes the list. */
  readonly key: readonly unknown[]
  readonly path: string
  readonly query?: Query
  readonly keep: (items: T[]) => Kept[]
  readonly enabled?: boolean
  readonly initial?: Paged<T> | undefined
  /**
   * One list for each entry of the history: who comes back finds it as it was (and its pages are not asked for again,
   * one after the other), who comes anew reads it anew.
   */
  readonly perEntry?: boolean
}

/** A list that goes on, by the server's own Link headers. `keep` stores what came and says what the list holds of it. */
export function usePaged<T, Kept>({
  key,
  path,
  query,
  keep,
  enabled = true,
  initial,
  perEntry = false,
}: PagedOptions<T, Kept>): PagedQuery<Kept> {
  const [entry] = useState(() => (history.state as { key?: string } | null)?.key)
  const result = useInfiniteQuery({
    queryKey: perEntry ? [...key, entry] : key,
    enabled,
    ...(perEntry && { refetchOnMount: ({ state }: { state: { isInvalidated: boolean } }) => state.isInvalidated }),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const page = await (pageParam === null ? getPage<T>(path, query, signal) : getPage<T>(pageParam, {}, signal))
      return { items: keep(page.items), next: page.items.length > 0 ? page.next : null, prev: page.prev }
    },
    getNextPageParam: (last) => last.next,
    ...(initial && {
      initialData: () => ({ pages: [{ ...initial, items: keep(initial.items) }], pageParams: [null] }),
    }),
  })
  const pages = result.data?.pages
  const items = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  return { items, query: result as UseInfiniteQueryResult<unknown, Error> }
}

/** A list of posts, as ids. */
export const useStatusPages = (key: readonly unknown[], path: string, query?: Query, enabled = true) =>
  usePaged<Status, string>({ key, path, ...(query && { query }), keep: keepStatuses, enabled, perEntry: true })

/** A list of people, as ids. */
export const useAccountPages = (key: readonly unknown[], path: string, query?: Query, enabled = true) =>
  usePaged<Account, string>({ key, path, ...(query && { query }), keep: keepAccounts, enabled, perEntry: true })
