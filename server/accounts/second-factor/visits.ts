/** What happens when a person opens or sends one of the pages of the second factor. */
import { frameWithViewer, languageOf, requireCsrf } from '../../http/index.ts'
import type { Errors } from '../field-errors.ts'
import { speak } from '../messages/index.ts'
import type { UserRow } from '../queries.ts'
import { refuse, wrong } from '../refusals.ts'
import { formFrame, orAgain, requirePassword, show, type Visit, type Visiting, visitor } from '../visit.ts'
import {
  beginSetUp,
  readSetUp,
  renewRecoveryCodes,
  type SecondFactor,
  secondFactorOf,
  turnOffSecondFactor,
  turnOnSecondFactor,
} from './change.ts'
import { checkCode } from './check.ts'
import { factorOffPage, factorOnPage, qrSvg, recoveryCodesPage, setUpPage } from './pages.ts'
import { addressOf } from './totp.ts'

const HERE = '/settings/second_factor'
const wrongCode = wrong('ERR_INVALID', 'is not right, or it was used before')

interface Form {
  readonly csrf?: string
  readonly password?: string
  readonly code?: string
  readonly sealed?: string
  readonly wish?: 'renew' | 'off'
}
type Sent = Visit<unknown, Form>

const wordsOf = ({ request }: Visiting) => speak(languageOf(request))

/** `GET /settings/second_factor`. */
export async function visitSecondFactor(call: Visiting): Promise<unknown> {
  const user = await visitor(call)
  if (user === null) return call.reply
  return show(call, await stateOf(call, user))
}

async function stateOf(call: Visiting, user: UserRow, errors: Errors = {}, problem?: string): Promise<string> {
  const factor = await secondFactorOf(call.app, user.account_id)
  const props = { ...(await formFrame(call)), acct: user.username, errors, problem }
  return factor === null ? factorOffPage(props) : factorOnPage({ ...props, ...factor })
}

/** `POST /settings/second_factor/set_up`: shows a new secret, after the password. */
export async function sendSetUp(call: Sent): Promise<unknown> {
  await requireCsrf(call)
  const user = await visitor(call, HERE)
  if (user === null) return call.reply
  const work = async () => {
    await requirePassword(call, user.username, call.body.password ?? '')
    if ((await secondFactorOf(call.app, user.account_id)) !== null) return show(call, await stateOf(call, user), 422)
    const { secret, sealed } = await beginSetUp(call.app, user.account_id)
    return show(call, await secretPage(call, user, secret, sealed))
  }
  return await orAgain(call, work, (errors) => stateOf(call, user, errors))
}

async function secretPage(call: Visiting, user: UserRow, secret: string, sealed: string, errors: Errors = {}) {
  const { config } = call.app
  const address = await addressOf(config.name, `${user.username}@${config.domain}`, secret)
  const { encode } = await import('uqr')
  const qr = qrSvg(encode(address, { ecc: 'M', border: 3 }).data, wordsOf(call)('factor.qr'))
  return setUpPage({ ...(await formFrame(call)), acct: user.username, secret, sealed, qr, errors })
}

/** `POST /settings/second_factor/confirm`: the first code of the new secret turns it on. */
export async function sendConfirm(call: Sent): Promise<unknown> {
  await requireCsrf(call)
  const user = await visitor(call, HERE)
  if (user === null) return call.reply
  const { app, body } = call
  const { sealed = '', code = '' } = body
  const secret = await readSetUp(app, user.account_id, sealed)
  if (secret === null) {
    return show(call, await stateOf(call, user, {}, wordsOf(call)('factor.tooLong')), 422)
  }
  const done = await turnOnSecondFactor(app, user.account_id, secret, code)
  if (done === 'on-already') return show(call, await stateOf(call, user), 422)
  if (done === 'wrong-code') {
    const errors = { code: wordsOf(call)('factor.notNow') }
    return show(call, await secretPage(call, user, secret, sealed, errors), 422)
  }
  return show(call, recoveryCodesPage({ ...(await frameWithViewer(call)), codes: done, renewed: false }))
}

/** `POST /settings/second_factor/change`: turns it off or makes new recovery codes, after password and code. */
export async function sendChange(call: Sent): Promise<unknown> {
  await requireCsrf(call)
  const user = await visitor(call, HERE)
  if (user === null) return call.reply
  const { app, body } = call
  const work = async () => {
    const factor: SecondFactor | null = await secondFactorOf(app, user.account_id)
    if (factor === null) return show(call, await stateOf(call, user), 422)
    await requirePassword(call, user.username, body.password ?? '')
    if (!(await checkCode(call, user.account_id, body.code ?? ''))) refuse({ code: wrongCode })
    return body.wish === 'off' ? await off(call, user) : await renew(call, user)
  }
  return await orAgain(call, work, (errors) => stateOf(call, user, errors))
}

async function off(call: Sent, user: UserRow): Promise<unknown> {
  await turnOffSecondFactor(call.app, user.account_id, 'person')
  return call.reply.redirect(HERE, 303)
}

async function renew(call: Sent, user: UserRow): Promise<unknown> {
  const codes = await renewRecoveryCodes(call.app, user.account_id)
  if (codes === null) return call.reply.redirect(HERE, 303)
  return show(call, recoveryCodesPage({ ...(await frameWithViewer(call)), codes, renewed: true }))
}
