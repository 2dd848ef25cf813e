/** Lists that the server pages by how many come before, and not by Link headers: search and the directory. */
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PagedQuery } from '../api/queries.ts'

interface OffsetOptions<T> {
  readonly key: readonly unknown[]
  /** A page of at most `size`, as what the list holds. */
  readonly load: (offset: number, signal: AbortSignal) => Promise<readonly T[]>
  readonly size: number
  readonly keyOf: (item: T) => string
  /** Whether there may be more than the first page. */
  readonly goesOn?: boolean
  readonly enabled?: boolean
}

/** What moved to a later page meanwhile stands where it stood first. */
export function useOffsetPages<T>({
  key,
  load,
  size,
  keyOf,
  goesOn = true,
  enabled = true,
}: OffsetOptions<T>): PagedQuery<T> {
  const query = useInfiniteQuery({
    queryKey: key,
    enabled,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: (last, all) => (goesOn && last.length >= size ? all.length * size : null),
  })
  const pages = query.data?.pages
  // biome-ignore lint/correctness/useExhaustiveDependencies: keyOf is a pure function, whichever closure it is
  const items = useMemo(() => [...new Map((pages ?? []).flat().map((item) => [keyOf(item), item])).values()], [pages])
  return { items, query: query as UseInfiniteQueryResult<unknown, Error> }
}
