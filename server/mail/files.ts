/**
 * Where no SMTP server is set, each mail becomes a file: a complete RFC 5322 message that any mail program opens, for
 * the administrator's page and for people who try the network out. The newest thousand are kept.
 */
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { notFound } from '../kit/index.ts'
import type { FinishedMail } from './transport.ts'

const KEPT = 1_000
const NAME = /^\d{8}T\d{9}Z-\d{1,16}\.eml$/

/** One mail on file, as the list shows it. */
export interface MailFile {
  /** Sorts by time; the key for `readMailFile`. */
  name: string
  at: Date
  to: string
  subject: string
  bytes: number
}

export interface MailFileContent extends MailFile {
  from: string
  text: string
  /** As it was sent: show it in a sandboxed frame only. */
  html: string
  /** The whole message, as in the file. */
  raw: string
}

type Place = { config: { dataDir: string } }
const folder = (dataDir: string) => join(dataDir, 'mail')

/**
 * Writes the message whole or not at all. The name follows from the mail, so a repeat replaces the file.
 * Readable by the owner only: confirmation links are keys.
 */
export async function keepMailFile(dataDir: string, mail: FinishedMail, message: Buffer): Promise<void> {
  const dir = folder(dataDir)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const name = `${mail.createdAt.toISOString().replaceAll(/[-:.]/g, '')}-${mail.id}.eml`
  const draft = join(dir, `.${name}.part`)
  await writeFile(draft, message, { mode: 0o600, flush: true })
  await rename(draft, join(dir, name))
  const surplus = (await names(dataDir)).slice(KEPT)
  // Another worker may have thrown the same file out.
  await Promise.all(surplus.map((old) => unlink(join(dir, old)).catch(() => {})))
}

/** The newest mails first, at most `limit`. Empty where an SMTP server is set and none were ever written. */
export async function listMailFiles(app: Place, limit = 50): Promise<MailFile[]> {
  const newest = (await names(app.config.dataDir)).slice(0, limit)
  const files = await Promise.all(newest.map((name) => parse(app.config.dataDir, name).catch(() => null)))
  return files
    .filter((file) => file !== null)
    .map(({ name, at, to, subject, bytes }) => ({ name, at, to, subject, bytes }))
}

/** @throws Problem 404 when there is no such mail, whatever the name was. */
export async function readMailFile(app: Place, name: string): Promise<MailFileContent> {
  if (!NAME.test(name)) throw notFound('There is no such mail.')
  return parse(app.config.dataDir, name).catch((error) => {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? notFound('There is no such mail.') : error
  })
}

async function names(dataDir: string): Promise<string[]> {
  const all = await readdir(folder(dataDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return all
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
}

async function parse(dataDir: string, name: string): Promise<MailFileContent> {
  const path = join(folder(dataDir), name)
  const [raw, { size, mtime }] = await Promise.all([readFile(path), stat(path)])
  // Only who looks at written mails needs it, and it takes 20 MB.
  const { simpleParser } = await import('mailparser')
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true })
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to
  return {
    name,
    at: mail.date ?? mtime,
    from: mail.from?.text ?? '',
    to: to?.text ?? '',
    subject: mail.subject ?? '',
    bytes: size,
    text: mail.text ?? '',
    html: mail.html || '',
    raw: raw.toString('utf8'),
  }
}
