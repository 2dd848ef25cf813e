/**
 * Links in mails that switch off what they came for, without signing in: the signature in them is the right to do so,
 * and to nothing else. They never end, because mails are kept for long (RFC 8058).
 */
import type { App } from '../app.ts'
import { isSigned, signatureOf } from '../http/index.ts'
import { isKind } from './kinds.ts'
import type { Unsubscribed } from './settings.ts'

const TOKEN = /^(\d{1,16})-([a-z_]{1,30})-([\w-]{43})$/

export async function unsubscribeUrl(app: App, accountId: number, what: Unsubscribed): Promise<string> {
  const subject = `${accountId}-${what}`
  return `${app.config.url}/unsubscribe/${subject}-${await signatureOf(app, 'unsubscribe', subject)}`
}

/** @returns null for a token that we did not make. */
export async function readToken(app: App, token: string): Promise<{ accountId: number; what: Unsubscribed } | null> {
  const [, accountId = '', what = '', signature = ''] = TOKEN.exec(token) ?? []
  const known = isKind(what) || what === 'notifications' || what === 'digest' || what === 'all'
  if (!known || !(await isSigned(app, 'unsubscribe', `${accountId}-${what}`, signature))) {
    return null
  }
  return { accountId: Number(accountId), what }
}

/** What mail programs make their own button of (RFC 2369, RFC 8058); the one click is for https only. */
export function unsubscribeHeaders(url: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${url}>`,
    ...(url.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  }
}
