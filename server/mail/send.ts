import { type Html, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { insertMail } from './queries.ts'
import { mailQueued } from './signals.ts'

/** What a mail says, kept by the module that sends it. The layout comes around it when it is delivered. */
export interface Template<D> {
  /** `module.what-for`, for the logs. */
  readonly name: string
  subject(data: D): string
  text(data: D): string
  html(data: D): Html
}

/** `const welcome = template<{ link: string }>('accounts.welcome', (d) => …, (d) => …, (d) => html`…`)` */
export const template = <D>(
  name: string,
  subject: (data: D) => string,
  text: (data: D) => string,
  html: (data: D) => Html,
): Template<D> => ({ name, subject, text, html })

export interface Mail<D> {
  /** One bare address, `ann@example.org`. */
  to: string
  template: Template<D>
  data: D
  /** Further header fields, such as `List-Unsubscribe`. */
  headers?: Record<string, string>
  /**
   * Nobody asked for it just now, as for a notification: it is rather lost than sent twice, and does not go to who
   * complained or unsubscribed.
   */
  optional?: boolean
}

/**
 * Puts a mail into the outbox, in the caller's transaction: it is sent if and only if that commits.
 *
 * @returns the id of the mail.
 * @throws Problem 422 when `to` is not one address; TypeError for a header that cannot be one.
 */
export async function sendMail<D>(tx: Tx, mail: Mail<D>): Promise<number> {
  const { to, template, data, headers = {}, optional = false } = mail
  if (!isMailAddress(to)) throw unprocessable(`"${to}" is not an e-mail address.`)
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[A-Za-z0-9-]+$/.test(name) || /\p{Cc}/u.test(value)) throw new TypeError(`"${name}" is not a mail header.`)
  }
  const [row] = await insertMail(tx, {
    template: template.name,
    to_address: to,
    subject: template
      .subject(data)
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim(),
    text: template.text(data),
    html: template.html(data).toString(),
    headers,
    optional,
  })
  await emit(tx, mailQueued, { mailId: row!.id })
  return row!.id
}

const PART = String.raw`[^\s@<>()[\]\\,;:"\p{C}]`
const ADDRESS = new RegExp(`^${PART}{1,64}@${PART}+$`, 'u')

/**
 * Whether a text is one address that mail can go to: no list, no display name, no quoting, nothing invisible. Lengths
 * are those of RFC 5321, 4.5.3.1. Says nothing about whether somebody reads it; only a mail can tell.
 */
export const isMailAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text)
