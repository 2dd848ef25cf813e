import type { App } from '../app.ts'
import { messageOf, perApp, raw } from '../kit/index.ts'
import { emit, emitAt } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { bounceAddress } from './bounce-address.ts'
import { noteRefusal } from './bounced.ts'
import { htmlLayout, textLayout } from './layout.ts'
import { hostOf, paceOf } from './pace.ts'
import { finishMail, type MailRow, markSending, postponeMail, purgeMails, takeMail } from './queries.ts'
import { mailFailed, mailQueued, type QueuedFact } from './signals.ts'
import { keptFrom } from './suppressions.ts'
import { AnswerLost, type FinishedMail, openTransport, Refused } from './transport.ts'

/** With waits that double from a second to some two hours and a half these take about three days. */
export const MOST_ATTEMPTS = 40
const backoffMs = (attempts: number): number => 1000 * 2 ** Math.min(attempts, 13) * (1 + Math.random() / 4)
/** Until the next look, when so many mails for a host are under way already. */
const CROWDED_MS = 2_000

export const transportOf = perApp((app: App) => openTransport(app.config))

/**
 * Hands one mail over and writes down how that went, or when it is tried again.
 *
 * How often it may arrive: `markSending` commits just before the line that ends the message, so whoever finds a mail in
 * that state knows that a process died between then and its note of the server's answer. An optional mail is not sent
 * again then (never twice, and lost only in that moment); any other is, with the same Message-ID (never lost, and one
 * copy more for each such death). Before that moment a death costs nothing: the server has not taken the message.
 */
export async function deliver(app: App, tx: Tx, { mailId, paced }: QueuedFact): Promise<void> {
  const [mail] = await takeMail(tx, mailId, app.now())
  if (!mail) return
  if (!mail.mine) return await emitAt(tx, mailQueued, { mailId, paced: true }, in_(app, CROWDED_MS))
  if (mail.state === 'sending') {
    if (mail.optional) return await finishMailAs(app, tx, mail, 'unknown', DIED)
    await reset(app, mail)
  }
  const reason = await keptFrom(tx, mail)
  if (reason !== null) return await giveUp(app, tx, mail, reason)
  const host = hostOf(mail.to_address)
  const pace = paceOf(app)
  const waitMs = paced ? 0 : pace.reserve(host, app.now().getTime())
  if (waitMs > 0) return await again(tx, mail, null, in_(app, waitMs), true)
  if (!pace.begin(host)) return await again(tx, mail, null, in_(app, CROWDED_MS), true)
  try {
    await handOver(app, tx, mail)
  } finally {
    pace.end(host)
  }
}

const DIED =
  'The server was stopped while it waited for the answer: it may or may not have arrived, and is not repeated.'
const in_ = (app: App, ms: number): Date => new Date(app.now().getTime() + ms)

async function handOver(app: App, tx: Tx, mail: MailRow): Promise<void> {
  try {
    await transportOf(app).send(await finish(mail, app), async () => {
      const marked = await transact(app.db, (own) => markSending(own, mail.id, app.now()))
      if (marked.length === 0) throw new Error('It was dropped.')
    })
  } catch (error) {
    return await failed(app, tx, mail, error)
  }
  await finishMailAs(app, tx, mail, 'sent', null)
}

async function failed(app: App, tx: Tx, mail: MailRow, error: unknown): Promise<void> {
  const reason = messageOf(error)
  if (error instanceof Refused) {
    await giveUp(app, tx, mail, reason)
    return await noteRefusal(app, tx, mail, reason)
  }
  if (error instanceof AnswerLost && mail.optional) return await finishMailAs(app, tx, mail, 'unknown', reason)
  if (mail.attempts + 1 >= MOST_ATTEMPTS) {
    return await giveUp(app, tx, mail, `Given up after ${MOST_ATTEMPTS} attempts: ${reason}`)
  }
  app.log.warn({ mail: mail.id, template: mail.template }, `A mail is tried again later: ${reason}`)
  await again(tx, mail, reason, in_(app, backoffMs(mail.attempts)), false)
}

async function again(tx: Tx, mail: MailRow, failure: string | null, at: Date, paced: boolean): Promise<void> {
  await postponeMail(tx, mail.id, failure, at)
  await emitAt(tx, mailQueued, { mailId: mail.id, paced }, at)
}

/** Out of `sending`, so that `markSending` can tell the next attempt from this one; committed by itself, as that is. */
const reset = (app: App, mail: MailRow) =>
  transact(app.db, (own) =>
    postponeMail(own, mail.id, 'The server was stopped while it waited for the answer.', app.now()),
  )

async function giveUp(app: App, tx: Tx, mail: MailRow, reason: string): Promise<void> {
  app.log.warn({ mail: mail.id, template: mail.template }, `A mail was not delivered: ${reason}`)
  await finishMailAs(app, tx, mail, 'failed', reason)
  await emit(tx, mailFailed, { mailId: mail.id, template: mail.template, to: mail.to_address, reason })
}

async function finishMailAs(
  app: App,
  tx: Tx,
  mail: MailRow,
  state: 'sent' | 'failed' | 'unknown',
  error: string | null,
): Promise<void> {
  await finishMail(tx, mail.id, state, error, app.now())
  await purgeMails(tx)
}

async function finish(mail: MailRow, app: App): Promise<FinishedMail> {
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
    envelopeFrom: await bounceAddress(app, mail.id),
  }
}
