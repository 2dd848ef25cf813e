/** What whoever runs the network sees of the outbox, and does about it. */
import type { App } from '../app.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { type Read, transact } from '../storage/index.ts'
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
import { liftSuppression } from './suppressions.ts'

export interface MailQueue {
  readonly counts: readonly { readonly state: MailState; readonly count: number }[]
  /** The next first. */
  readonly waiting: readonly QueuedMail[]
  /** Given up, come back, or of unknown fate; the newest first. */
  readonly failed: readonly QueuedMail[]
  readonly bounces: readonly BounceRow[]
  readonly suppressions: readonly SuppressionRow[]
}

/** At most `limit` of each. */
export async function readQueue(read: Read, limit: number): Promise<MailQueue> {
  const [counts, waiting, failed, bounces, suppressions] = await Promise.all([
    countMails(read),
    listWaiting(read, limit),
    listFailed(read, limit),
    listBounces(read, limit),
    listSuppressions(read, limit),
  ])
  return { counts, waiting, failed, bounces, suppressions }
}

/** Sends all mails at once that wait, whatever for. @returns how many. */
export const retryAllMails = (app: App): Promise<number> => again(app, null)

/**
 * Sends mails at once that wait, or of which nobody knows whether they arrived.
 *
 * @throws Problem 422 when one of them is done with, or is being sent; then none is.
 */
export async function retryMail(app: App, ...ids: number[]): Promise<void> {
  await again(app, ids)
}

async function again(app: App, ids: number[] | null): Promise<number> {
  return await transact(app.db, async (tx) => {
    const mails = await retryMails(tx, ids, app.now())
    const done = ids?.find((wanted) => !mails.some(({ id }) => id === wanted))
    if (done !== undefined) throw unprocessable(`Mail ${done} does not wait: it is sent, being sent, or given up.`)
    for (const { id } of mails) await emit(tx, mailQueued, { mailId: id })
    return mails.length
  })
}

/** Gives a mail up that waits. @throws Problem 422 when it does not. */
export async function giveUpMail(app: App, id: number): Promise<void> {
  const dropped = await transact(app.db, (tx) => dropMail(tx, id, 'Dropped by hand.'))
  if (dropped.length === 0) throw unprocessable(`Mail ${id} does not wait: it is sent, being sent, or given up.`)
}

/** Lets mail go to an address again, whatever it was suppressed for. @throws Problem 404 when it was not. */
export async function liftByHand(app: App, address: string): Promise<void> {
  if (!(await transact(app.db, (tx) => liftSuppression(tx, address)))) throw notFound('This address is not suppressed.')
}
