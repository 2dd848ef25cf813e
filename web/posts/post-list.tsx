import type { ReactNode } from 'react'
import { useVisiblePosts } from '../accounts/hidden.ts'
import type { PagedQuery } from '../api/queries.ts'
import { Failure, Skeletons } from '../ui/states.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { PostCard } from './post-card.tsx'

interface PostListProps {
  readonly name: string
  readonly label: string
  readonly pages: PagedQuery<string>
  /** What is shown where there is not one post. */
  readonly empty: ReactNode
}

/** A list of posts that goes on, with all its states. */
export function PostList({ name, label, pages: { items: all, query }, empty }: PostListProps) {
  const items = useVisiblePosts(all)
  if (query.isPending) return <Skeletons />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0) return empty
  return (
    <VirtualList
      name={name}
      label={label}
      items={items}
      keyOf={(id) => id}
      render={(id) => <PostCard id={id} />}
      going={query}
    />
  )
}
