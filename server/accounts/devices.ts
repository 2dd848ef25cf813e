import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { isSigned, readCookie, setCookie, signatureOf } from '../http/index.ts'

/**
 * A browser in which a person has signed in keeps a signed cookie for that account, which lets their next sign-ins
 * pass while somebody else is guessing their password (throttle.ts). It lets nobody in.
 */
const REMEMBERED_SECONDS = 365 * 24 * 3600

const cookieOf = (accountId: number): string => `device_${accountId}`
const signed = (accountId: number, name: string): string => `${accountId} ${name}`

interface Visit {
  readonly app: App
  readonly request: FastifyRequest
}

/** Call it when the person has proven who they are: by their password, or by a link mailed to them. */
export async function rememberDevice(
  visit: Visit & { readonly reply: FastifyReply },
  accountId: number,
): Promise<void> {
  const name = (await deviceOf(visit, accountId)) ?? randomBytes(12).toString('base64url')
  const signature = await signatureOf(visit.app, 'device', signed(accountId, name))
  setCookie(visit.app, visit.reply, cookieOf(accountId), `${name}.${signature}`, REMEMBERED_SECONDS)
}

/** The name of this browser as the account knows it, or null. */
export async function deviceOf({ app, request }: Visit, accountId: number): Promise<string | null> {
  const [name = '', signature = ''] = readCookie(app, request, cookieOf(accountId))?.split('.') ?? []
  return name && (await isSigned(app, 'device', signed(accountId, name), signature)) ? name : null
}
