/** How a finished mail leaves the process: to an SMTP server, or, where none is set, into a file. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import nodemailer, { type SendMailOptions } from 'nodemailer'
import addressparser from 'nodemailer/lib/addressparser'
import type { Config } from '../config/index.ts'
import { messageOf } from '../kit/index.ts'
import { keepMailFile } from './files.ts'
import { isMailAddress } from './send.ts'

/** A mail as it goes out: with its layout, and everything decided that a repeat must have the same. */
export interface FinishedMail {
  id: number
  to: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  /** What stands before the @ in the Message-ID. */
  messageId: string
  createdAt: Date
}

export interface Transport {
  /**
   * Resolves when the server has taken the mail.
   * @throws Refused when trying again would not help; any other error means: try again later.
   */
  send(mail: FinishedMail): Promise<void>
  close(): void
}

/** The server has said no to this mail, and would say no again. */
export class Refused extends Error {}

/**
 * A slow server must become a retry, not a hang. Each of these, in milliseconds, may be set in the query of SMTP_URL,
 * as may every other option of Nodemailer's SMTP transport.
 */
const CONNECTION = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 }
/** For the whole conversation: a server that trickles its answers stays below every other limit. */
const SEND_TIMEOUT_MS = 60_000

type MailConfig = Pick<Config, 'mail' | 'name' | 'dataDir'>

/** @throws an Error that names the setting when the sender or the DKIM key cannot be used. */
export function openTransport(config: MailConfig): Transport {
  const { smtpUrl } = config.mail
  sender(config)
  return smtpUrl === null ? fileTransport(config) : smtpTransport(config, smtpUrl)
}

function smtpTransport(config: MailConfig, smtpUrl: string): Transport {
  const transport = nodemailer.createTransport({
    ...CONNECTION,
    pool: true,
    maxConnections: 4,
    maxRequeues: 1,
    requireTLS: mustEncrypt(new URL(smtpUrl)),
    url: smtpUrl,
    ...common(config),
  })
  return {
    async send(mail) {
      try {
        await transport.sendMail({ ...compose(mail, config), signal: AbortSignal.timeout(SEND_TIMEOUT_MS) })
      } catch (error) {
        throw isRefusal(error as SmtpError) ? new Refused((error as Error).message, { cause: error }) : error
      }
    },
    // What is being handed over ends first, so that it is not handed over twice.
    close: () => transport.close(),
  }
}

function fileTransport(config: MailConfig): Transport {
  const composer = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...common(config),
  })
  return {
    async send(mail) {
      const { message } = await composer.sendMail(compose(mail, config))
      await keepMailFile(config.dataDir, mail, message as Buffer)
    },
    close: () => composer.close(),
  }
}

function common({ mail: { dkim } }: MailConfig) {
  return {
    // What a mail says comes from its row: never from a file or an address that a value happens to look like.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkimKey(dkim.keyFile) } }),
  }
}

function dkimKey(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8')
    createPrivateKey(pem)
    return pem
  } catch (error) {
    throw new Error(`TWEETER_DKIM_KEY_FILE must name a file with a private key (PEM): ${messageOf(error)}`)
  }
}

function compose(mail: FinishedMail, config: MailConfig): SendMailOptions {
  const from = sender(config)
  return {
    from,
    // An object is one address; a string would be parsed as a list.
    to: { name: '', address: mail.to },
    envelope: { from: from.address, to: [mail.to] },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: mail.createdAt,
    messageId: `<${mail.messageId}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    // RFC 3834: no out-of-office answers to these.
    headers: { ...mail.headers, 'Auto-Submitted': 'auto-generated' },
  }
}

/** TWEETER_MAIL_FROM may be an address or `Name <address>`; without a name the network's own stands there. */
function sender(config: MailConfig) {
  const [from] = addressparser(config.mail.from, { flatten: true })
  if (!from || !isMailAddress(from.address))
    throw new Error(`TWEETER_MAIL_FROM is not an e-mail address: "${config.mail.from}".`)
  return { name: from.name || config.name, address: from.address }
}

/** A password is not sent in the clear over a network, unless SMTP_URL says `?requireTLS=false`. */
function mustEncrypt(url: URL): boolean {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return url.username !== '' && !local
}

interface SmtpError extends Error {
  code?: string
  responseCode?: number
  permanent?: boolean
}

/**
 * A 5xx about the envelope or the content is final (RFC 5321, 4.2.1). Not final are those that speak of our settings
 * (530 encrypt or sign in first, 534 and 535 sign-in refused, 538 encrypt to sign in; RFC 4954, 6): once the
 * administrator has put them right, the waiting mails must go out.
 */
function isRefusal({ code, responseCode, permanent }: SmtpError): boolean {
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return false
  if (responseCode === undefined) return true
  return permanent === true && ![530, 534, 535, 538].includes(responseCode)
}
