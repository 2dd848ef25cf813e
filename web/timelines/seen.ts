/**
 * Posts of the public streams are rendered once, for nobody: they do not say what the viewer did with them (no
 * `favourited`), and say that nobody may reply or quote. What is known stays; what is not is told by the post's policy.
 */
import type { Status } from '../../server/posts/schema.ts'
import { keepStatuses, type StoredStatus, statuses } from '../api/entities.ts'

/** Keeps posts, from a list or a stream. @param viewerId null for a visitor, to whom they are told as they are. */
export function keepSeen(list: readonly Status[], viewerId: string | null): void {
  const seen = <T extends Omit<Status, 'reblog'>>(one: T): T =>
    viewerId === null || one.favourited !== undefined ? one : { ...one, ...ownOf(one, viewerId) }
  keepStatuses(list.map((status) => seen({ ...status, reblog: status.reblog && seen(status.reblog) })))
}

function ownOf(status: Omit<Status, 'reblog'>, viewerId: string): Partial<StoredStatus> {
  const known = statuses.get(status.id)
  if (!known) return { ...guessed(status, viewerId), ...poll(status, viewerId, null) }
  const { favourited, reblogged, bookmarked, muted, pinned } = known
  const marks = Object.entries({ favourited, reblogged, bookmarked, muted, pinned })
  return {
    ...Object.fromEntries(marks.filter(([, value]) => value !== undefined)),
    quote_approval: { ...status.quote_approval, current_user: known.quote_approval.current_user },
    reply_approval: { ...status.reply_approval, current_user: known.reply_approval.current_user },
    ...poll(status, viewerId, known.poll),
  }
}

/** What is for followers only is asked for when somebody opens the post. The server judges anyway. */
function guessed({ account, mentions, quote_approval, reply_approval }: Omit<Status, 'reblog'>, viewerId: string) {
  const isOwn = account.id === viewerId
  const mayQuote = isOwn || quote_approval.automatic.includes('public')
  const mayReply = isOwn || reply_approval.policy === 'everyone' || mentions.some(({ id }) => id === viewerId)
  return {
    quote_approval: { ...quote_approval, current_user: mayQuote ? ('automatic' as const) : ('denied' as const) },
    reply_approval: { ...reply_approval, current_user: mayReply },
  }
}

/** A poll that was changed is another one, in which nobody has voted. */
function poll({ poll: now, account }: Omit<Status, 'reblog'>, viewerId: string, known: Status['poll']) {
  if (!now) return {}
  const titles = (one: NonNullable<Status['poll']>) => one.options.map(({ title }) => title).join('\n')
  const isSame = known !== null && titles(known) === titles(now)
  const voted = account.id === viewerId || (isSame && (known.voted ?? false))
  return { poll: { ...now, voted, own_votes: isSame ? (known.own_votes ?? []) : [] } }
}
