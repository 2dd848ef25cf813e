import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import type { Role } from '../http/index.ts'
import { type Read, transact } from '../storage/index.ts'
import { deviceOf } from './devices.ts'
import { parseEmail } from './emails.ts'
import { noteIp } from './moderation/index.ts'
import { hashPassword, isPassword, isWeak, PASSWORD_MAX } from './passwords.ts'
import { type CredentialRow, credentialsByLogin, replacePassword } from './queries.ts'
import { throttle } from './throttle.ts'

/** A person whose password was right. Whether they may do anything yet is for the caller to look at. */
export interface SignedIn {
  readonly accountId: number
  readonly username: string
  readonly role: Role
  readonly confirmed: boolean
  readonly approved: boolean
  readonly suspended: boolean
  /** The password is not enough: a code must come, too (second-factor/). */
  readonly secondFactor: boolean
}

/**
 * Signs a person in, by e-mail address or username, and counts the attempt. Set the device cookie afterwards
 * (`rememberDevice`) where there is a browser.
 *
 * @returns null when the password is wrong or there is nobody of that name; it takes the same time.
 * @throws Problem 429 after too many wrong attempts; 503 when too many people wait to be checked.
 */
export async function signIn(
  { app, request }: { readonly app: App; readonly request: FastifyRequest },
  login: string,
  password: string,
): Promise<SignedIn | null> {
  const row = await findLogin(app.db.read, login)
  const device = row && (await deviceOf({ app, request }, row.id))
  const account = row ? `@${row.id}` : login.trim().toLowerCase()
  const takeBack = throttle(app).count(
    { account, address: request.ip, device },
    app.now().getTime(),
    app.config.rateLimitPercent,
  )
  const found = await check(app, row, password)
  if (found) {
    takeBack()
    await transact(app.db, (tx) => noteIp(app, tx, found.accountId, request.ip))
  }
  return found
}

/** Checks a password, by e-mail address or username, without counting. @returns as signIn does. */
export async function verifyPassword(app: App, login: string, password: string): Promise<SignedIn | null> {
  return await check(app, await findLogin(app.db.read, login), password)
}

/** `Alice`, `@alice` or an address in any of its spellings. */
async function findLogin(read: Read, login: string): Promise<CredentialRow | null> {
  const typed = login.trim()
  const email = parseEmail(typed)?.key ?? null
  const username = email === null && typed.length <= 100 ? typed.replace(/^@/, '').toLowerCase() : null
  return (await credentialsByLogin(read, email, username))[0] ?? null
}

async function check(app: App, row: CredentialRow | null, password: string): Promise<SignedIn | null> {
  // Nobody has a password like that; it need not be hashed whole.
  const stored = password.length > 4 * PASSWORD_MAX ? null : (row?.password_hash ?? null)
  const right = await isPassword(stored === null ? '' : password, stored)
  if (!right || row === null || stored === null) return null
  if (isWeak(stored)) {
    const better = await hashPassword(password)
    await transact(app.db, (tx) => replacePassword(tx, row.id, stored, better))
  }
  return signedInOf(row)
}

export const signedInOf = (row: CredentialRow): SignedIn => ({
  accountId: row.id,
  username: row.username,
  role: row.role,
  confirmed: row.confirmed,
  approved: row.approved,
  suspended: row.suspended,
  secondFactor: row.second_factor,
})
