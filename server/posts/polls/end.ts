import type { App } from '../../app.ts'
import { emit } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import { type PollEnding, pollEnded } from '../signals.ts'
import { endedPoll } from './queries.ts'

/** Says that a poll is over, unless an edit moved its end or removed it, or the post is gone. */
export async function endPoll(tx: Tx, app: App, { postId, expiresAtMs }: PollEnding): Promise<void> {
  const [ended] = await endedPoll(tx, postId, expiresAtMs, app.now())
  if (ended) await emit(tx, pollEnded, { postId, authorId: ended.author_id })
}
