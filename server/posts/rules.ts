import { isVisible } from '../accounts/index.ts'
import type { Viewer } from '../http/index.ts'
import type { Hidden } from '../relations/index.ts'
import type { Hydrated, Line } from './hydrate.ts'

/**
 * What is left out beyond what may not be seen at all. list: whom the viewer mutes or blocks, unasked as it comes.
 * direct: nothing, they asked for it by its id or marked it themselves. profile: they asked for this author, but not for
 * whom the author boosts. moderation: nothing at all; staff see what was reported, whoever it was for and whatever became
 * of its author.
 */
export type Rules = 'direct' | 'list' | 'profile' | 'moderation'

/** May this viewer see this post at all? */
export function isSeen({ post, author, flags }: Line, viewer: Viewer | null, hidden: Hidden | null): boolean {
  const { row } = post
  if (!isVisible(author.row)) return false
  if (!viewer || !hidden) return row.visibility === 'public' || row.visibility === 'unlisted'
  if (!flags?.sees) return false
  return row.author_id === viewer.accountId || !hidden.blockedBy.has(row.author_id)
}

/** May they see it and, in a list, be shown it unasked (mutes, own blocks)? */
function passes(line: Line, viewer: Viewer | null, hidden: Hidden | null, rules: Rules): boolean {
  const { row } = line.post
  if (rules === 'moderation') return true
  if (!isSeen(line, viewer, hidden)) return false
  if (rules !== 'list' || !viewer || !hidden || row.author_id === viewer.accountId) return true
  return !hidden.blocking.has(row.author_id) && !hidden.muting.has(row.author_id)
}

/** Rules, the third step: the lines that may be shown. */
export function select(got: Hydrated, viewer: Viewer | null, rules: Rules): Line[] {
  const { lines, hidden } = got
  return lines.filter((line) => {
    if (!passes(line, viewer, hidden, rules)) return false
    if (line.boosted === null) return rules !== 'list' || !viewer || !mentionsHidden(hidden, viewer, line)
    if (line.boosted === undefined) return false
    const inner = rules === 'profile' ? 'list' : rules
    if (!passes(line.boosted, viewer, hidden, inner)) return false
    return inner !== 'list' || !viewer || !mentionsHidden(hidden, viewer, line.boosted)
  })
}

/** A post that mentions somebody whom the viewer blocks is kept from lists, as Mastodon does. */
function mentionsHidden(hidden: Hidden | null, viewer: Viewer, { post }: Line): boolean {
  if (!hidden || hidden.blocking.size === 0 || post.row.author_id === viewer.accountId) return false
  return post.row.mentions.some((mention) => hidden.blocking.has(mention.id))
}
