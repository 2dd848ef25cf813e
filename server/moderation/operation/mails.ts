/** The outbox, for those who run the network: behind the API and the page of the mail queue alike. */
import type { Static } from 'typebox'
import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { type Call, linkPages, pageOf, type Viewer } from '../../http/index.ts'
import {
  countMails,
  type DeskMail,
  deskMails,
  deskSuppressions,
  giveUpMail,
  liftByHand,
  liftById,
  retryAllMails,
  retryMail,
  type UnsentState,
} from '../../mail/index.ts'
import type { Tx } from '../../storage/index.ts'
import { act } from '../act.ts'
import type { MailsQuery, MailsSummary, MailView, Suppression, SuppressionsQuery } from './schema.ts'

/** What has not arrived, newest first. @throws Problem 403. */
export async function listMails(call: Call<Viewer, unknown, Static<typeof MailsQuery>, unknown>): Promise<MailView[]> {
  const { app, viewer, query } = call
  await requirePermission(app, viewer, 'manage_settings')
  const page = pageOf(query)
  const rows = await deskMails(app.db.read, page, query.state ?? null)
  const newestFirst = page.upwards ? rows.toReversed() : rows
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return newestFirst.map(mailView)
}

const mailView = (mail: DeskMail): MailView => ({
  id: String(mail.id),
  template: mail.template,
  to: mail.to_address,
  subject: mail.subject,
  // Those that were delivered are not among the rows.
  state: mail.state as UnsentState,
  tries: mail.attempts,
  last_error: mail.last_error,
  created_at: mail.created_at.toISOString(),
  next_try_at: mail.state === 'waiting' ? mail.next_try_at.toISOString() : null,
  retriable: mail.state === 'waiting' || mail.state === 'unknown',
})

/** @throws Problem 403. */
export async function summariseMails(app: App, viewer: Viewer): Promise<MailsSummary> {
  await requirePermission(app, viewer, 'manage_settings')
  const none: MailsSummary = { waiting: 0, sending: 0, sent: 0, failed: 0, unknown: 0, bounced: 0 }
  const rows = await countMails(app.db.read)
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

/** Addresses that mail is kept from, the latest first. @throws Problem 403. */
export async function listSuppressions(
  app: App,
  viewer: Viewer,
  { limit, offset }: Static<typeof SuppressionsQuery>,
): Promise<Suppression[]> {
  await requirePermission(app, viewer, 'manage_settings')
  const rows = await deskSuppressions(app.db.read, limit, offset)
  return rows.map((row) => ({ ...row, suppressed_at: row.suppressed_at.toISOString() }))
}

/** Sends one at once that waits, or whose fate is unknown. @throws Problem 403, 404, 422 (it does not wait). */
export const retryMailByHand = (app: App, viewer: Viewer, id: string): Promise<object> =>
  act(app, viewer, 'manage_settings', async (tx, note) => {
    await retryMail(app, tx, Number(id))
    note({ action: 'mail.retry', targetType: 'mail', targetId: Number(id) })
    return {}
  })

/** Sends all at once that wait. @throws Problem 403. */
export const retryMailsByHand = (app: App, viewer: Viewer): Promise<{ retried: number }> =>
  act(app, viewer, 'manage_settings', async (tx, note) => {
    const retried = await retryAllMails(app, tx)
    note({ action: 'mail.retry_all', targetType: 'mail', targetId: null, details: { retried } })
    return { retried }
  })

/** Gives one up that waits. @throws Problem 403, 404, 422 (it does not wait). */
export const dropMailByHand = (app: App, viewer: Viewer, id: string): Promise<object> =>
  act(app, viewer, 'manage_settings', async (tx, note) => {
    await giveUpMail(tx, Number(id))
    note({ action: 'mail.drop', targetType: 'mail', targetId: Number(id) })
    return {}
  })

/** Lets mail go to an address again. @throws Problem 403, 404 (it is not suppressed). */
export const liftAddressByHand = (app: App, viewer: Viewer, address: string): Promise<object> =>
  lift(app, viewer, async (tx) => {
    await liftByHand(tx, address)
    return address
  })

/** The same by the id that the list gives. @throws Problem 403, 404. */
export const liftSuppressionByHand = (app: App, viewer: Viewer, id: string): Promise<object> =>
  lift(app, viewer, (tx) => liftById(tx, id))

const lift = (app: App, viewer: Viewer, work: (tx: Tx) => Promise<string>): Promise<object> =>
  act(app, viewer, 'manage_settings', async (tx, note) => {
    const address = await work(tx)
    note({ action: 'mail.lift', targetType: 'mail', targetId: null, details: { address } })
    return {}
  })
