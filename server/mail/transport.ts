/** How a finished mail leaves the process: to an SMTP server, or, where none is set, into a file. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
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
  /** Where it comes back to; null: to the sender. */
  envelopeFrom?: string | null
}

export interface Transport {
  /**
   * Resolves when the server has taken the mail.
   *
   * @param beforeEnd runs when all but the end of the message is on its way; unless it resolves, the end is never sent,
   * and a server takes no message without it (RFC 5321, 4.1.1.4). Runs once at most: a message never ends twice.
   * @throws Refused when trying again would not help; AnswerLost when the message ended and nobody knows whether it was
   * taken; any other error means: it was not, try again later.
   */
  send(mail: FinishedMail, beforeEnd?: () => Promise<void>): Promise<void>
  close(): void
}

/** The server has said no to this mail, and would say no again. */
export class Refused extends Error {}
/** The connection went, or time was up, between the end of the message and the answer to it. */
export class AnswerLost extends Error {}

/**
 * A slow server must become a retry, not a hang. Each of these, in milliseconds, may be set in the query of SMTP_URL,
 * as may every other option of Nodemailer's SMTP transport.
 */
const CONNECTION = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 }
/** For the whole conversation: a server that trickles its answers stays below every other limit. */
const SEND_TIMEOUT_MS = 60_000

/** RFC 6376, 5.4.1, and what one-click unsubscription asks for (RFC 8058, 3.1). */
const SIGNED =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:In-Reply-To:References:List-Id:List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted'

type Sending = { name: string; mail: Pick<Config['mail'], 'smtpUrl' | 'from' | 'dkim'> }
type MailConfig = Sending & Pick<Config, 'dataDir'>

/** @throws an Error that names the setting when the sender or the DKIM key cannot be used. */
export function openTransport(config: MailConfig): Transport {
  const { smtpUrl } = config.mail
  senderOf(config)
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
  transport.use('stream', (mail, done) => {
    const { beforeEnd } = mail.data as WithHook
    const read = mail.message.createReadStream.bind(mail.message)
    mail.message.createReadStream = (options) => held(read(options), beforeEnd)
    done()
  })
  return {
    async send(mail, beforeEnd = async () => {}) {
      let ended = false
      const once = async () => {
        if (ended) throw new Error('The connection went after the end of the message.')
        await beforeEnd()
        ended = true
      }
      const signal = AbortSignal.timeout(SEND_TIMEOUT_MS)
      try {
        await transport.sendMail({ ...compose(mail, config), signal, beforeEnd: once } as WithHook)
      } catch (thrown) {
        const error = thrown as SmtpError
        if (isRefusal(error)) throw new Refused(error.message, { cause: error })
        throw ended && error.responseCode === undefined ? new AnswerLost(error.message, { cause: error }) : error
      }
    },
    // What is being handed over ends first, so that it is not handed over twice.
    close: () => transport.close(),
  }
}

type WithHook = SendMailOptions & { beforeEnd: () => Promise<void> }

/** The message, whose end waits for the hook. Nothing is read before the server has asked for the message. */
function held(message: Readable, beforeEnd: () => Promise<void>): Readable {
  const pieces = async function* () {
    yield* message
    await beforeEnd()
  }
  return Readable.from(pieces(), { objectMode: false })
}

function fileTransport(config: MailConfig): Transport {
  const composer = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...common(config),
  })
  return {
    async send(mail, beforeEnd) {
      const { message } = await composer.sendMail(compose(mail, config))
      await beforeEnd?.()
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
    ...(dkim && {
      dkim: {
        domainName: dkim.domain,
        keySelector: dkim.selector,
        privateKey: dkimKey(dkim.keyFile),
        headerFieldNames: SIGNED,
      },
    }),
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
  const from = senderOf(config)
  return {
    from,
    // An object is one address; a string would be parsed as a list.
    to: { name: '', address: mail.to },
    envelope: { from: mail.envelopeFrom ?? from.address, to: [mail.to] },
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
export function senderOf(config: Sending) {
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
