/** The mail queue, for whoever runs the network. Props in, a document out. */
import { hidden, noIndex, notice, type PageFrame, page } from '../http/index.ts'
import { type Content, type Html, html } from '../kit/index.ts'
import type { BounceRow, MailQueue, QueuedMail, SuppressionRow } from '../mail/index.ts'
import { type Formats, formats } from './voice.ts'

export interface QueueProps extends PageFrame {
  readonly queue: MailQueue
  readonly csrf: string
  readonly now: Date
  /** What has just been done. */
  readonly done?: string | undefined
}

const states = {
  waiting: 'waiting',
  sending: 'being sent',
  sent: 'sent',
  failed: 'given up',
  unknown: 'perhaps sent',
  bounced: 'came back',
} as const

/** GET /admin/mail */
export function mailQueuePage(props: QueueProps): string {
  const { queue, csrf, done, now } = props
  const format = formats(props.locale)
  const counts = queue.counts.map(({ state, count }) => `${format.count(count)} ${states[state]}`).join(', ')
  const all = queue.waiting.length > 0 && button(csrf, 'retry-all', 'Try all of them now', {})
  const body = html`<div class="column"><h1>Mail queue</h1>${done && notice(done, 'good')}
<p class="lead">${counts || 'No mail has been written yet'}.</p>
${section('Waiting', queue.waiting, 'Nothing waits.', (mail) => waitingLine(mail, csrf, format, now))}${all}
${section('Not delivered', queue.failed, 'Every mail was delivered.', (mail) => failedLine(mail, csrf, format))}
${section('Suppressed addresses', queue.suppressions, 'No address is suppressed.', (one) => suppressionLine(one, csrf, format))}
${section('What came back', queue.bounces, 'Nothing has come back.', (one) => bounceLine(one, format))}
</div>`
  return page({ ...props, title: 'Mail queue', head: noIndex, body })
}

function section<T>(title: string, rows: readonly T[], none: string, line: (row: T) => Html): Html {
  return html`<section class="aside"><h2>${title}</h2>
${rows.length === 0 ? html`<p class="card empty">${none}</p>` : html`<ul class="stack">${rows.map((row) => html`<li class="card">${line(row)}</li>`)}</ul>`}
</section>`
}

const head = ({ to_address, subject, template }: QueuedMail): Html =>
  html`<p><b>${subject || template}</b> <span class="soft">to ${to_address}</span></p>`
const error = (text: string | null): Content => text && html`<p class="soft small">${text}</p>`

function waitingLine(mail: QueuedMail, csrf: string, { moment }: Formats, now: Date): Html {
  const { id, state, attempts, last_error, next_try_at, to_address } = mail
  const to = `: the mail to ${to_address}`
  const due = next_try_at <= now ? 'now' : moment(next_try_at)
  const when =
    state === 'sending' ? 'Being sent' : `Tried ${attempts === 1 ? 'once' : `${attempts} times`}, next try ${due}`
  return html`${head(mail)}<p class="small">${when}.</p>${error(last_error)}
<div class="row">${button(csrf, 'retry', 'Try now', { id: String(id) }, to)}${button(csrf, 'drop', 'Drop', { id: String(id) }, to)}</div>`
}

function failedLine(mail: QueuedMail, csrf: string, { moment }: Formats): Html {
  const { id, state, last_error, created_at } = mail
  const again =
    state === 'unknown' && button(csrf, 'retry', 'Send again', { id: String(id) }, `: the mail to ${mail.to_address}`)
  return html`${head(mail)}<p class="small">Written ${moment(created_at)}, ${states[state]}.</p>${error(last_error)}${again}`
}

function suppressionLine(
  { address, reason, detail, suppressed_at }: SuppressionRow,
  csrf: string,
  format: Formats,
): Html {
  return html`<p><b>${address}</b> <span class="soft">${reason}, ${format.moment(suppressed_at)}</span></p>${error(detail)}
${button(csrf, 'lift', 'Let mail go there again', { address }, `: ${address}`)}`
}

const bounceLine = ({ address, kind, status, diagnostic, created_at }: BounceRow, { moment }: Formats): Html =>
  html`<p><b>${address}</b> <span class="soft">${kind === 'complaint' ? 'complaint' : `${kind} bounce`} ${status}, ${moment(created_at)}</span></p>${error(diagnostic)}`

/** A form with one button. @param about which mail or address it is for, to those who do not see the line above. */
const button = (csrf: string, action: string, label: string, values: Record<string, string>, about = ''): Html =>
  html`<form method="post" action="/admin/mail">${hidden({ csrf, action, ...values })}<button class="button quiet">${label}<span class="unseen">${about}</span></button></form>`
