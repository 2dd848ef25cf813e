import { memo } from 'react'
import { useStatus } from '../api/entities.ts'

export interface PostCardProps {
  readonly id: string
  /** list: one of many. main: the post that a page is about. quote: inside another post, without actions. */
  readonly variant?: 'list' | 'main' | 'quote'
  /** In a thread: a line joins it with the post above or below. */
  readonly joined?: { readonly above: boolean; readonly below: boolean }
}

/** One post, as the store knows it now. */
export const PostCard = memo(({ id }: PostCardProps) => {
  const status = useStatus(id)
  return status ? (
    <article tabIndex={-1}>
      {status.account.acct}: {status.content}
    </article>
  ) : null
})
