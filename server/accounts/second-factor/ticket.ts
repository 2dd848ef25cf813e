import { createHash } from 'node:crypto'
import type { App } from '../../app.ts'
import { isSigned, signatureOf } from '../../http/index.ts'
import { type SignedIn, signedInOf } from '../sign-in.ts'
import { credentialsById } from './queries.ts'

/** How long the second step may take. */
const TICKET_MS = 10 * 60_000

/**
 * What the second step of a sign-in brings along: this person gave the right password a moment ago, in this browser.
 * It is bound to the browser by its form token, and to the password, so that a new one makes it worthless.
 */
export async function issueTicket(app: App, accountId: number, formToken: string): Promise<string> {
  const [row] = await credentialsById(app.db.read, accountId)
  const head = `${accountId}.${app.now().getTime() + TICKET_MS}`
  return `${head}.${await signatureOf(app, 'second-step', said(head, formToken, row?.password_hash ?? ''))}`
}

/** @returns whose ticket it is; null when it is too old, of another browser, or from before a new password. */
export async function readTicket(app: App, ticket: string, formToken: string): Promise<SignedIn | null> {
  const [, head = '', id = '', expires = '', signature = ''] =
    /^((\d{1,16})\.(\d{1,16}))\.([\w-]{43})$/.exec(ticket) ?? []
  if (Number(expires) <= app.now().getTime() || id === '') return null
  const [row] = await credentialsById(app.db.read, Number(id))
  if (!row || row.password_hash === null) return null
  const isOurs = await isSigned(app, 'second-step', said(head, formToken, row.password_hash), signature)
  return isOurs ? signedInOf(row) : null
}

const said = (head: string, formToken: string, passwordHash: string): string =>
  `${head} ${formToken} ${createHash('sha256').update(passwordHash).digest('base64url')}`
