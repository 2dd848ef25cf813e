import type { Viewer } from '../http/index.ts'
import type { Hidden } from '../relations/index.ts'
import type { Hydrated, Line } from './hydrate.ts'
import type { PostRow } from './queries.ts'
import { isSeen } from './rules.ts'
import type { Poll, QuoteState, Status } from './schema.ts'

/** For whom, and when, posts are shown. */
export interface Shown extends Pick<Hydrated, 'hidden' | 'filters'> {
  readonly viewer: Viewer | null
  readonly nowMs: number
}

/** Mastodon's Poll, as the viewer sees it now. */
export function pollOf({ post, stats, flags }: Line, { viewer, nowMs }: Shown): Poll | null {
  const { poll, id, author_id } = post.row
  if (!poll) return null
  const choices = flags?.voted_in === poll.round ? flags.choices : null
  const votes = stats.votes ?? poll.options.map(() => 0)
  const expired = poll.expires_at_ms <= nowMs
  return {
    id: String(id),
    expires_at: new Date(poll.expires_at_ms).toISOString(),
    expired,
    multiple: poll.multiple,
    votes_count: votes.reduce((sum, count) => sum + count, 0),
    voters_count: stats.voters ?? 0,
    options: poll.options.map((title, place) => ({
      title,
      votes_count: expired || !poll.hide_totals ? (votes[place] ?? 0) : null,
    })),
    emojis: post.pollEmojis,
    // One's own poll counts as voted in: there is nothing to choose (as Mastodon says it).
    ...(flags && viewer ? { voted: choices !== null || author_id === viewer.accountId, own_votes: choices ?? [] } : {}),
  }
}

/** Who may quote: what is for followers, or for those it names, is not to be carried on. */
const policyOf = ({ visibility, quote_policy }: PostRow) =>
  visibility === 'private' || visibility === 'direct' ? 'nobody' : quote_policy

/** May the viewer quote this post? Their own they may, but for a direct one. */
export function mayQuote({ post, flags }: Pick<Line, 'post' | 'flags'>, viewer: Viewer | null): boolean {
  if (!viewer || !flags || post.row.visibility === 'direct') return false
  if (post.row.author_id === viewer.accountId) return true
  const policy = policyOf(post.row)
  return policy === 'public' || (policy === 'followers' && flags.follows_author)
}

export function approvals(line: Line, viewer: Viewer | null): Pick<Status, 'quote_approval' | 'reply_approval'> {
  const policy = policyOf(line.post.row)
  return {
    quote_approval: {
      automatic: policy === 'nobody' ? [] : [policy],
      manual: [],
      current_user: mayQuote(line, viewer) ? 'automatic' : 'denied',
    },
    reply_approval: { policy: line.post.row.reply_policy, current_user: line.flags?.may_reply ?? false },
  }
}

const texts = new Map<string, string>()

/** `approvals` as the ASCII fields of a JSON object, one text for each of the few combinations. */
export function approvalsText(line: Line, viewer: Viewer | null): string {
  const { row } = line.post
  const key = `${policyOf(row)} ${mayQuote(line, viewer)} ${row.reply_policy} ${line.flags?.may_reply}`
  let text = texts.get(key)
  if (text === undefined) {
    text = `,${JSON.stringify(approvals(line, viewer)).slice(1, -1)}`
    texts.set(key, text)
  }
  return text
}

/** How a quote stands for the viewer; the quoted post is shown only where the second is not null. */
export function quoteOf(line: Line, { viewer, hidden }: Shown): { state: QuoteState; quoted: Line | null } | null {
  const { row } = line.post
  if (row.quote_of_id === null) return null
  if (row.quote_revoked) return { state: 'revoked', quoted: null }
  const { quoted } = line
  if (!quoted) return { state: 'deleted', quoted: null }
  if (!isSeen(quoted, viewer, hidden)) return { state: 'unauthorized', quoted: null }
  return { state: stateFor(quoted.post.row.author_id, hidden), quoted }
}

function stateFor(authorId: number, hidden: Hidden | null): QuoteState {
  if (hidden?.blocking.has(authorId)) return 'blocked_account'
  return hidden?.muting.has(authorId) ? 'muted_account' : 'accepted'
}

/** Nobody filters their own words. */
export const filteredOf = ({ post }: Line, { filters, viewer }: Shown) =>
  filters && post.row.author_id !== viewer?.accountId ? filters.results(post) : []
