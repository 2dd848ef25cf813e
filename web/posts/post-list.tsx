import { type ReactNode, useMemo } from 'react'
import { useVisiblePosts } from '../accounts/hidden.ts'
import { useRemovals } from '../api/entities.ts'
import type { PagedQuery } from '../api/queries.ts'
import { Failure, Skeletons } from '../ui/states.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { type FilterContext, isListed, PlaceContext } from './filtered.ts'
import { PostCard } from './post-card.tsx'

interface PostListProps {
  readonly name: string
  readonly label: string
  readonly pages: PagedQuery<string>
  /** What is shown where there is not one post. */
  readonly empty: ReactNode
  /** Which of the reader's filters hold here; without it all of them. */
  readonly place?: FilterContext
}

/**
 * A list of posts that goes on, with all its states. What was deleted, is by somebody who was muted or blocked since, or
 * is hidden by a filter, is not in it.
 */
export function PostList({ name, label, pages: { items, query }, empty, place }: PostListProps) {
  const removals = useRemovals()
  // biome-ignore lint/correctness/useExhaustiveDependencies: removals says that the store, which isListed asks, changed
  const there = useMemo(() => items.filter((id) => isListed(id, place ?? null)), [items, place, removals])
  const listed = useVisiblePosts(there)
  if (query.isPending) return <Skeletons />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (listed.length === 0 && !query.hasNextPage) return empty
  return (
    <PlaceContext value={place ?? null}>
      <VirtualList
        name={name}
        label={label}
        items={listed}
        keyOf={(id) => id}
        render={(id) => <PostCard id={id} />}
        going={query}
      />
    </PlaceContext>
  )
}
