import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { notFound, unprocessable } from '../../kit/index.ts'
import { emit } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import type { Poll } from '../schema.ts'
import { voted } from '../signals.ts'
import { requirePost, requireStatus } from '../views.ts'
import { holdPoll, insertVote } from './queries.ts'

/** The poll of a post that the viewer may see; a poll goes by the id of its post. @throws Problem 404. */
export async function showPoll(app: App, viewer: Viewer | null, id: string): Promise<Poll> {
  const { poll } = await requireStatus(app, viewer, id)
  if (!poll) throw notFound()
  return poll
}

/**
 * Votes, once and for good.
 *
 * @param choices places of the options, from 0; several only where the poll allows it.
 * @throws Problem 404 (no such poll for this person), 422 (over, one's own, voted already, no such choice).
 */
export async function vote(app: App, viewer: Viewer, id: string, choices: readonly number[]): Promise<Poll> {
  const { row } = await requirePost(app, viewer, id)
  if (!row.poll) throw notFound()
  const { accountId } = viewer
  const refuse = (why: string) => unprocessable(`Validation failed: ${why}`)
  if (row.author_id === accountId) throw refuse('You cannot vote in your own polls')
  const chosen = [...new Set(choices)].sort((a, b) => a - b)
  await transact(app.db, async (tx) => {
    const [poll] = await holdPoll(tx, row.id)
    if (!poll) throw notFound()
    if (poll.expires_at <= app.now()) throw refuse('The poll has already ended')
    if (chosen.length === 0) throw refuse('Choose at least one of the options')
    if (chosen.some((place) => place >= poll.options.length)) throw refuse('The chosen vote option does not exist')
    if (chosen.length > 1 && !poll.multiple) throw refuse('Only one of the options may be chosen')
    if ((await insertVote(tx, row.id, accountId, poll.round, chosen)).length === 0) {
      throw refuse('You have already voted on this poll')
    }
    await emit(tx, voted, { postId: row.id, authorId: row.author_id, accountId })
  })
  return await showPoll(app, viewer, id)
}
