import type { App } from '../../app.ts'
import { type Tx, transact } from '../../storage/index.ts'
import { requireUser } from '../confirm.ts'
import { hashOfRecovery, newRecoveryCode, readCode } from './codes.ts'
import { tell } from './mails.ts'
import { advanceStep, factorRow, insertRecoveryCodes, turnOff, turnOn, voidRecoveryCodes } from './queries.ts'
import { seal, unseal } from './secret.ts'
import { newSecret, stepOf } from './totp.ts'

const CODES = 10
/** How long a secret that was shown waits for its first code. */
const SET_UP_MS = 15 * 60_000

export interface SecondFactor {
  readonly since: Date
  /** Recovery codes that are left. */
  readonly codes: number
}

export async function secondFactorOf(app: App, accountId: number): Promise<SecondFactor | null> {
  const [row] = await factorRow(app.db.read, accountId)
  return row ? { since: row.since, codes: row.codes } : null
}

/**
 * A new secret. Nothing is kept here until its first code came: it travels with the form, sealed.
 *
 * @returns the secret in base32, and what the form sends back.
 */
export async function beginSetUp(app: App, accountId: number): Promise<{ secret: string; sealed: string }> {
  const secret = await newSecret()
  const expires = app.now().getTime() + SET_UP_MS
  const sealed = await seal(app, 'set-up', accountId, `${expires} ${secret}`)
  return { secret, sealed: sealed.toString('base64url') }
}

/** @returns the secret that a form brought back; null when it is too old or not ours. */
export async function readSetUp(app: App, accountId: number, sealed: string): Promise<string | null> {
  const text = await unseal(app, 'set-up', accountId, Buffer.from(sealed.slice(0, 1000), 'base64url'))
  const [expires = '0', secret = null] = text?.split(' ') ?? []
  return Number(expires) > app.now().getTime() ? secret : null
}

/**
 * Turns the second factor on, if the code is one of the secret's; the code counts as used.
 *
 * @returns recovery codes to be shown once; 'wrong-code'; or 'on-already'.
 */
export async function turnOnSecondFactor(
  app: App,
  accountId: number,
  secret: string,
  typed: string,
): Promise<string[] | 'wrong-code' | 'on-already'> {
  const read = readCode(typed)
  const step = read?.kind === 'totp' ? await stepOf(secret, read.code, app.now()) : null
  if (step === null) return 'wrong-code'
  const sealed = await seal(app, 'totp', accountId, secret)
  return await transact(app.db, async (tx) => {
    await requireUser(tx, accountId)
    if ((await turnOn(tx, accountId, sealed, app.now())).length === 0) return 'on-already'
    await advanceStep(tx, accountId, step)
    const codes = await replaceCodes(app, tx, accountId)
    await tell(app, tx, accountId, 'on')
    return codes
  })
}

/** Makes ten new recovery codes; those from before stop working. @returns null when there is no second factor. */
export const renewRecoveryCodes = (app: App, accountId: number): Promise<string[] | null> =>
  transact(app.db, async (tx) => {
    await requireUser(tx, accountId)
    if ((await factorRow(tx, accountId)).length === 0) return null
    const codes = await replaceCodes(app, tx, accountId)
    await tell(app, tx, accountId, 'new-codes')
    return codes
  })

/**
 * Turns the second factor off and voids its recovery codes.
 *
 * @param by the operator, for somebody who has lost everything, or the person.
 * @returns whether there was one.
 */
export const turnOffSecondFactor = (app: App, accountId: number, by: 'person' | 'operator'): Promise<boolean> =>
  transact(app.db, async (tx) => {
    await requireUser(tx, accountId)
    if (!(await dropSecondFactor(app, tx, accountId))) return false
    await tell(app, tx, accountId, by === 'operator' ? 'off-by-operator' : 'off')
    return true
  })

/** Forgets the secret and voids the codes, without a word. @returns whether there was one. */
export async function dropSecondFactor(app: App, tx: Tx, accountId: number): Promise<boolean> {
  await voidRecoveryCodes(tx, accountId, app.now())
  return (await turnOff(tx, accountId)).length > 0
}

async function replaceCodes(app: App, tx: Tx, accountId: number): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newRecoveryCode)
  await voidRecoveryCodes(tx, accountId, app.now())
  const hashes = codes.map((code) => hashOfRecovery(accountId, code))
  await insertRecoveryCodes(tx, accountId, hashes, app.now())
  return codes
}
