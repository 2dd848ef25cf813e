/** What whoever runs the network sees of the outbox, and does about it. */
import type { App } from '../app.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { type Read, type Tx, transact } from '../storage/index.ts'
import {
  type BounceRow,
  countMails,
  dropMail,
  listBounces,
  listFailed,
  listSuppressions,
  listWaiting,
  type MailState,
  type QueuedMail,
  retryMails,
  type SuppressionRow,
} from './queries.ts'
import { mailQueued } from './signals.ts'

export interface MailQueue {
  readonly counts: readonly { readonly state: MailState; readonly count: number }[]
  /** The next first. */
  readonly waiting: readonly QueuedMail[]
  /** Given up, come back, or of unknown fate; the newest first. */
  readonly failed: readonly QueuedMail[]
  readonly bounces: readonly BounceRow[]
}

/** At most `limit` of each. */
export async function readQueue(read: Read, limit: number): Promise<MailQueue> {
  const [counts, waiting, failed, bounces] = await Promise.all([
    countMails(read),
    listWaiting(read, limit),
    listFailed(read, limit),
    listBounces(read, limit),
  ])
  return { counts, waiting, failed, bounces }
}

export const readSuppressions = (read: Read, limit: number): Promise<SuppressionRow[]> => listSuppressions(read, limit)

/**
 * Sends mails at once that wait for another try, or (when named) of which nobody knows whether they arrived.
 *
 * @param ids null: all that wait.
 * @returns how many.
 */
export async function retry(app: App, ids: number[] | null): Promise<number> {
  return await transact(app.db, async (tx) => {
    const again = await retryMails(tx, ids, app.now())
    for (const { id } of again) await emit(tx, mailQueued, { mailId: id })
    return again.length
  })
}

/** @throws Problem 422 when it is done with already. */
export async function retryOne(app: App, id: number): Promise<void> {
  if ((await retry(app, [id])) === 0) {
    throw unprocessable('This mail is not waiting: it was sent, is being sent, or was given up and its words are gone.')
  }
}

/** Gives a mail up that waits. @throws Problem 422 when it does not. */
export async function drop(app: App, id: number): Promise<void> {
  const dropped = await transact(app.db, (tx: Tx) => dropMail(tx, id, 'Dropped by hand.'))
  if (dropped.length === 0) throw unprocessable('This mail is not waiting any more.')
}

export const noSuppression = () => notFound('This address is not suppressed.')
