import type { FastifyRequest } from 'fastify'
import type { App } from '../../app.ts'
import { perApp } from '../../kit/index.ts'
import { type Tx, transact } from '../../storage/index.ts'
import { deviceOf } from '../devices.ts'
import { Throttle } from '../throttle.ts'
import { hashOfRecovery, readCode } from './codes.ts'
import { tell } from './mails.ts'
import { advanceStep, factorRow, useRecoveryCode } from './queries.ts'
import { unseal } from './secret.ts'
import { stepOf } from './totp.ts'

/**
 * Guesses at codes. Only who knows the password comes here, so nobody is locked out by strangers; whoever has the
 * password and guesses leaves a known device its own budget (throttle.ts). Three codes count at any time, so sixteen
 * guesses an hour from unknown devices find one in a year with a chance of a third; the owner hears of it long before.
 */
const codeThrottle = perApp(
  () =>
    new Throttle({
      device: { count: 10, seconds: 3600 },
      network: { count: 100, seconds: 3600 },
      'network-account': { count: 5, seconds: 900 },
      account: { count: 10, seconds: 3600 },
      'account-slow': { count: 1, seconds: 600 },
    }),
)

/** After so many wrong codes within an hour the owner is told that somebody has their password. */
const TELL_AFTER = 3
const HOUR_MS = 3_600_000
const MOST_HELD = 10_000
const wrongCodes = perApp(() => new Map<number, { count: number; endsAtMs: number }>())

/**
 * Takes a code of an authenticator app or a recovery code, once.
 *
 * @returns whether it was right.
 * @throws Problem 429 after too many wrong ones.
 */
export async function checkCode(
  { app, request }: { readonly app: App; readonly request: FastifyRequest },
  accountId: number,
  typed: string,
): Promise<boolean> {
  const device = await deviceOf({ app, request }, accountId)
  const guess = { account: `@${accountId}`, address: request.ip, device }
  const takeBack = codeThrottle(app).count(guess, app.now().getTime(), app.config.rateLimitPercent)
  const right = await transact(app.db, (tx) => takeCode(app, tx, accountId, typed))
  if (right) takeBack()
  else await countWrong(app, accountId)
  return right
}

async function takeCode(app: App, tx: Tx, accountId: number, typed: string): Promise<boolean> {
  const read = readCode(typed)
  const [factor] = await factorRow(tx, accountId)
  if (read === null || factor === undefined) return false
  if (read.kind === 'totp') {
    const secret = await unseal(app, 'totp', accountId, factor.secret)
    const step = secret === null ? null : await stepOf(secret, read.code, app.now())
    return step !== null && (await advanceStep(tx, accountId, step)).length > 0
  }
  const used = await useRecoveryCode(tx, hashOfRecovery(accountId, read.code), app.now())
  if (used.length === 0) return false
  await tell(app, tx, accountId, 'recovery-used')
  return true
}

async function countWrong(app: App, accountId: number): Promise<void> {
  const held = wrongCodes(app)
  const now = app.now().getTime()
  const before = held.get(accountId)
  const next = before && before.endsAtMs > now ? before : { count: 0, endsAtMs: now + HOUR_MS }
  next.count++
  held.delete(accountId)
  held.set(accountId, next)
  if (held.size > MOST_HELD) held.delete(held.keys().next().value!)
  if (next.count === TELL_AFTER) await transact(app.db, (tx) => tell(app, tx, accountId, 'wrong-codes'))
}
