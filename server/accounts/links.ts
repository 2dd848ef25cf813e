import { createHash, randomBytes } from 'node:crypto'
import type { App } from '../app.ts'
import type { Read, Tx } from '../storage/index.ts'
import { insertMailToken, type MailTokenRow, mailToken, useMailToken } from './queries.ts'

type Purpose = MailTokenRow['purpose']

const HOUR_MS = 3_600_000
/** How long a mailed link works. */
export const lifetimeMs = {
  confirm: 7 * 24 * HOUR_MS,
  'change-email': 24 * HOUR_MS,
  'reset-password': HOUR_MS,
} as const satisfies Record<Purpose, number>

const paths = {
  confirm: '/auth/confirmation',
  'change-email': '/auth/email/confirmation',
  'reset-password': '/auth/password/edit',
} as const satisfies Record<Purpose, string>

/** Makes a link that works once. Only its hash is kept, so the address is here once and never again. */
export async function makeLink(
  app: App,
  tx: Tx,
  link: { purpose: Purpose; accountId: number; email: string },
): Promise<string> {
  const { purpose, accountId, email } = link
  const token = randomBytes(32).toString('base64url')
  const expires_at = new Date(app.now().getTime() + lifetimeMs[purpose])
  await insertMailToken(tx, { hash: hashOf(token), account_id: accountId, purpose, email, expires_at })
  return `${app.config.url}${paths[purpose]}?token=${token}`
}

/** The link as it was made, spent or not, or null. */
export const readLink = async (read: Read, purpose: Purpose, token: string): Promise<MailTokenRow | null> =>
  (await mailToken(read, hashOf(token), purpose))[0] ?? null

/** Uses a link up. @returns null when there is no such link, it was used before, or it is too old. */
export const spendLink = async (tx: Tx, purpose: Purpose, token: string, now: Date): Promise<MailTokenRow | null> =>
  (await useMailToken(tx, hashOf(token), purpose, now))[0] ?? null

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
