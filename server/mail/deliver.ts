import type { App } from '../app.ts'
import { messageOf, perApp, raw } from '../kit/index.ts'
import { emit, pulse } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { htmlLayout, textLayout } from './layout.ts'
import { finishMail, type MailRow, purgeMails, waitingMail } from './queries.ts'
import { mailDelayed, mailFailed } from './signals.ts'
import { type FinishedMail, openTransport, Refused } from './transport.ts'

/** With the backoff of jobs (doubling from a second to two hours and a half) these take about three days. */
export const MOST_ATTEMPTS = 40

export const transportOf = perApp((app: App) => openTransport(app.config))

/**
 * Hands one mail over and writes down how that went.
 *
 * @throws what the server or the network said, when the mail is to be tried again: the job does that.
 */
export async function deliver(app: App, tx: Tx, mailId: number): Promise<void> {
  const [mail] = await waitingMail(tx, mailId)
  if (!mail) return
  const refusal = await handOver(app, mail)
  await finishMail(tx, mailId, refusal === null ? 'sent' : 'failed', refusal, app.now())
  if (refusal !== null) {
    app.log.warn({ mail: mailId, template: mail.template }, `A mail was not delivered: ${refusal}`)
    await emit(tx, mailFailed, { mailId, template: mail.template, to: mail.to_address, reason: refusal })
  }
  await purgeMails(tx)
}

/** @returns null, or why the mail is given up. */
async function handOver(app: App, mail: MailRow): Promise<string | null> {
  try {
    await transportOf(app).send(finish(mail, app))
    return null
  } catch (error) {
    const reason = messageOf(error)
    if (error instanceof Refused) return reason
    if (mail.attempts + 1 >= MOST_ATTEMPTS) return `Given up after ${MOST_ATTEMPTS} attempts: ${reason}`
    // The throw undoes what this job's transaction wrote, so the row is told from outside of it.
    pulse(app.bus, mailDelayed, { mailId: mail.id, reason })
    throw error
  }
}

function finish(mail: MailRow, app: App): FinishedMail {
  const body = { subject: mail.subject, text: mail.text, html: raw(mail.html) }
  return {
    id: mail.id,
    to: mail.to_address,
    subject: mail.subject,
    text: textLayout(body, app.config),
    html: htmlLayout(body, app.config).toString(),
    headers: mail.headers,
    messageId: mail.message_id,
    createdAt: mail.created_at,
  }
}
