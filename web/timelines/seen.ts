import type { Status } from '../../server/posts/schema.ts'
import { keepStatuses, statuses } from '../api/entities.ts'

/** Keeps posts, of which those that streamed in do not say what the viewer did with them: that stays as it was. */
export function keepSeen(list: readonly Status[]): void {
  keepStatuses(list.map((status) => withOwn({ ...status, reblog: status.reblog && withOwn(status.reblog) })))
}

const withOwn = <T extends { readonly id: string }>(status: T): T => ({ ...ownOf(status.id), ...status })

function ownOf(id: string): Partial<Status> {
  const known = statuses.get(id)
  if (!known) return {}
  const { favourited, reblogged, bookmarked, muted, pinned } = known
  return JSON.parse(JSON.stringify({ favourited, reblogged, bookmarked, muted, pinned })) as Partial<Status>
}
