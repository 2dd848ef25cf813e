/** What whoever runs the network sees of the outbox, and does about it. */
import type { App } from '../app.ts'
import { notFound, type Problem, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import type { Read, Tx } from '../storage/index.ts'
import {
  type BounceRow,
  countMails,
  dropMail,
  listBounces,
  listFailed,
  listSuppressions,
  listWaiting,
  type MailFigures,
  type MailState,
  mailById,
  mailFiguresRow,
  type QueuedMail,
  retryMails,
  type SuppressionRow,
  suppressionById,
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
export const retryAllMails = (app: App, tx: Tx): Promise<number> => again(app, tx, null)

/**
 * Sends mails at once that wait, or of which nobody knows whether they arrived.
 *
 * @throws Problem 404 when there is no such mail, 422 when one of them is done with, or is being sent; then none is.
 */
export async function retryMail(app: App, tx: Tx, ...ids: number[]): Promise<void> {
  await again(app, tx, ids)
}

async function again(app: App, tx: Tx, ids: number[] | null): Promise<number> {
  const mails = await retryMails(tx, ids, app.now())
  const done = ids?.find((wanted) => !mails.some(({ id }) => id === wanted))
  if (done !== undefined) throw await doneWith(tx, done)
  for (const { id } of mails) await emit(tx, mailQueued, { mailId: id })
  return mails.length
}

/** Gives a mail up that waits. @throws Problem 404 when there is no such mail, 422 when it does not wait. */
export async function giveUpMail(tx: Tx, id: number): Promise<void> {
  if ((await dropMail(tx, id, 'Dropped by hand.')).length === 0) throw await doneWith(tx, id)
}

async function doneWith(tx: Tx, id: number): Promise<Problem> {
  const [mail] = await mailById(tx, id)
  if (!mail) return notFound(`There is no mail ${id}.`)
  return unprocessable(`Mail ${id} does not wait: it is sent, being sent, or given up.`)
}

/** Lets mail go to an address again, whatever it was suppressed for. @throws Problem 404 when it was not. */
export async function liftByHand(tx: Tx, address: string): Promise<void> {
  if (!(await liftSuppression(tx, address))) throw notFound('This address is not suppressed.')
}

/** The same by the id of a suppression. @returns its address. @throws Problem 404. */
export async function liftById(tx: Tx, id: string): Promise<string> {
  const [found] = await suppressionById(tx, id)
  if (!found) throw notFound()
  await liftByHand(tx, found.address)
  return found.address
}

/** What is to be seen of the outbox at a glance, in one statement. */
export const mailFigures = async (app: App): Promise<MailFigures> => (await mailFiguresRow(app.db.read, app.now()))[0]!
