/** For whoever runs the network without an SMTP server: the mails that were written as files instead. */
import { noIndex, type PageFrame, page } from '../http/index.ts'
import { type Content, type Html, html } from '../kit/index.ts'
import { formats } from './voice.ts'

/** One mail on file, as the mail module lists it. */
export interface ShownMail {
  /** The key in the address: /admin/mails/:name */
  readonly name: string
  readonly at: Date | string
  readonly to: string
  readonly subject: string
}

export interface ShownMailContent extends ShownMail {
  readonly from: string
  readonly text: string
  /** As it was sent; empty when the mail is text only. */
  readonly html: string
}

/** GET /admin/mails */
export function mailListPage(props: PageFrame & { readonly mails: readonly ShownMail[] }): string {
  const { mails } = props
  const { moment } = formats(props.locale)
  const line = ({ name, at, to, subject }: ShownMail) => html`<li><a href="/admin/mails/${encodeURIComponent(name)}">
<span class="name">${subject || 'No subject'}</span><span class="soft small">${moment(at)}</span><span class="acct">To ${to}</span></a></li>`
  const body = html`<div class="column"><h1>Mails on file</h1>
<p class="lead">No mail server is set, so nothing leaves this machine: each mail is written here instead. Set <code>SMTP_URL</code> to send them.</p>
${mails.length === 0 ? html`<p class="card empty aside">No mail has been written yet.</p>` : html`<ul class="card mails">${mails.map(line)}</ul>`}
</div>`
  return page({ ...props, title: 'Mails on file', head: noIndex, body })
}

/**
 * GET /admin/mails/:name. The HTML part is shown in a frame that runs no script and reaches nothing of this site; it
 * inherits the page's Content-Security-Policy, so the styles inside it need `style-src 'unsafe-inline'` on this page.
 */
export function mailPage(props: PageFrame & { readonly mail: ShownMailContent }): string {
  const { mail } = props
  const { moment } = formats(props.locale)
  const title = mail.subject || 'No subject'
  const line = (label: string, value: string) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`
  const document = `<!doctype html><base target="_blank">${mail.html}`
  const body = html`<div class="column"><p><a href="/admin/mails">All mails</a></p>
<h1>${title}</h1>
<dl class="envelope">${line('From', mail.from)}${line('To', mail.to)}${line('Written', moment(mail.at))}</dl>
<section class="card" aria-labelledby="text"><h2 id="text" class="unseen">As text</h2><p class="letter">${linked(mail.text)}</p></section>
${
  mail.html &&
  html`<section class="aside" aria-labelledby="markup"><h2 id="markup">As HTML</h2>
<iframe class="letter-html aside" title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${document}"></iframe></section>`
}
</div>`
  return page({ ...props, title, head: noIndex, body })
}

/** Text with its addresses made into links, so that a confirmation is one click away. */
function linked(text: string): Content {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).map((piece, index): Content | Html => {
    return index % 2 === 1 ? html`<a href="${piece}" rel="noopener">${piece}</a>` : piece
  })
}
