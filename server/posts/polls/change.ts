import type { App } from '../../app.ts'
import { emitAt } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import { pollEnding } from '../signals.ts'
import type { CheckedPoll } from './check.ts'
import { insertPoll, lockPoll, removePoll, updatePoll } from './queries.ts'

/** Gives a new post its poll, open from now on. */
export async function addPoll(tx: Tx, app: App, postId: number, poll: CheckedPoll): Promise<void> {
  const expiresAt = endOf(app, poll)
  await insertPoll(tx, postId, poll, expiresAt)
  await endLater(tx, postId, expiresAt)
}

/**
 * Makes this the poll of an edited post, or none. Other choices begin a new round without votes; otherwise votes stay,
 * and only the end moves, as in Mastodon.
 *
 * @returns the choices that there were before, and whether anything but the end changed.
 */
export async function changePoll(
  tx: Tx,
  app: App,
  postId: number,
  poll: CheckedPoll | null,
): Promise<{ before: string[] | null; changed: boolean }> {
  const [old] = await lockPoll(tx, postId)
  const before = old?.active ? old.options : null
  if (!poll) {
    if (before) await removePoll(tx, postId)
    return { before, changed: before !== null }
  }
  if (!old) {
    await addPoll(tx, app, postId, poll)
    return { before, changed: true }
  }
  const same =
    before !== null && JSON.stringify(before) === JSON.stringify(poll.options) && old.multiple === poll.multiple
  const expiresAt = endOf(app, poll)
  await updatePoll(tx, postId, poll, expiresAt, !same && before !== null)
  await endLater(tx, postId, expiresAt)
  return { before, changed: !same || old.hide_totals !== poll.hideTotals }
}

const endOf = (app: App, poll: CheckedPoll): Date => new Date(app.now().getTime() + poll.seconds * 1000)

const endLater = (tx: Tx, postId: number, expiresAt: Date) =>
  emitAt(tx, pollEnding, { postId, expiresAtMs: expiresAt.getTime() }, expiresAt)
