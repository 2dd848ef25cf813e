/** What happens when a person opens or sends one of the pages around an account. */
import type { Static } from 'typebox'
import { frameWithViewer, requireCsrf } from '../http/index.ts'
import { askForLink } from './ask-for-link.ts'
import { askForEmailChange, openEmailChange } from './change-email.ts'
import { openConfirmation } from './confirm.ts'
import { deleteAccount } from './delete.ts'
import { rememberDevice } from './devices.ts'
import * as pages from './pages.ts'
import { readResetLink, resetPassword } from './reset-password.ts'
import type { forms } from './schema.ts'
import { secondFactorOf } from './second-factor/change.ts'
import { signUp } from './sign-up.ts'
import { formFrame, orAgain, requirePassword, show, type Visit, visitor } from './visit.ts'

type Form<K extends keyof typeof forms> = Visit<unknown, Static<(typeof forms)[K]>>
type WithToken = Visit<{ token?: string }>

export async function visitSignUp(call: Visit<{ invite?: string }>): Promise<unknown> {
  if (call.app.config.registration === 'closed')
    return show(call, pages.registrationsClosedPage(await frameWithViewer(call)))
  return show(call, pages.signUpPage({ ...(await formFrame(call)), values: { invite: call.query.invite } }))
}

export async function sendSignUp(call: Form<'signUp'>): Promise<unknown> {
  await requireCsrf(call)
  const { app, body } = call
  const { username = '', email = '', password = '', reason = '', invite = '', agreement = false } = body
  const locale = call.request.headers['accept-language']?.split(/[,;]/)[0] ?? ''
  const work = async () => {
    const from = { ip: call.request.ip, appId: null }
    const form = { username, email, password, agreement, locale, reason, inviteCode: invite, ...from }
    const { active } = await signUp(app, form, async (_tx, made) => made)
    if (active) return show(call, pages.confirmedPage(await frameWithViewer(call)))
    return show(call, pages.checkMailPage({ ...(await formFrame(call)), purpose: 'confirm', email }))
  }
  return await orAgain(call, work, async ({ invite_code, ...errors }) =>
    pages.signUpPage({
      ...(await formFrame(call)),
      values: { username, email, reason, invite },
      agreed: agreement,
      errors: { ...errors, invite: invite_code },
    }),
  )
}

export async function visitConfirmation(call: WithToken): Promise<unknown> {
  const { app, query } = call
  if (query.token === undefined) return show(call, pages.resendPage(await formFrame(call)))
  const told = await openConfirmation(app, query.token)
  if (told === 'confirmed') return show(call, pages.confirmedPage(await frameWithViewer(call)))
  if (told === 'waiting') return show(call, pages.awaitingApprovalPage(await frameWithViewer(call)))
  const again = { label: 'common.newLink', href: '/auth/confirmation' } as const
  return show(call, pages.linkExpiredPage({ ...(await frameWithViewer(call)), again }), 404)
}

/** Both forms that ask for a link by mail answer the same whether the address is known or not. */
async function sendLink(call: Form<'email'>, purpose: 'confirm' | 'reset-password'): Promise<unknown> {
  await requireCsrf(call)
  const { app, body } = call
  const email = body.email ?? ''
  const work = async () => {
    await askForLink(app, purpose, email)
    const kind = purpose === 'confirm' ? 'confirm' : 'reset'
    return show(call, pages.checkMailPage({ ...(await frameWithViewer(call)), purpose: kind, email: email.trim() }))
  }
  const form = purpose === 'confirm' ? pages.resendPage : pages.forgotPasswordPage
  return await orAgain(call, work, async (errors) => form({ ...(await formFrame(call)), email, errors }))
}

export const sendConfirmationAgain = (call: Form<'email'>) => sendLink(call, 'confirm')
export const sendForgotPassword = (call: Form<'email'>) => sendLink(call, 'reset-password')

export const visitForgotPassword = async (call: Visit): Promise<unknown> =>
  show(call, pages.forgotPasswordPage(await formFrame(call)))

const resetExpired = async (call: Visit): Promise<unknown> => {
  const again = { label: 'common.newLink', href: '/auth/password/new' } as const
  return show(call, pages.linkExpiredPage({ ...(await frameWithViewer(call)), again }), 404)
}

export async function visitNewPassword(call: WithToken): Promise<unknown> {
  const { token = '' } = call.query
  const user = await readResetLink(call.app, token)
  if (user === null) return resetExpired(call)
  return show(call, pages.newPasswordPage({ ...(await formFrame(call)), token, username: user.username }))
}

export async function sendNewPassword(call: Form<'newPassword'>): Promise<unknown> {
  await requireCsrf(call)
  const { app, body } = call
  const { token = '', password = '' } = body
  const work = async () => {
    const accountId = await resetPassword(app, token, password)
    if (accountId === null) return resetExpired(call)
    // A device that is known guesses codes within a budget of its own; a mailbox alone must not give that.
    if ((await secondFactorOf(app, accountId)) === null) await rememberDevice(call, accountId)
    return show(call, pages.passwordChangedPage(await frameWithViewer(call)))
  }
  return await orAgain(call, work, async (errors) =>
    pages.newPasswordPage({ ...(await formFrame(call)), token, errors }),
  )
}

export async function visitChangeEmail(call: Visit): Promise<unknown> {
  const user = await visitor(call)
  if (user === null) return call.reply
  const props = { ...(await formFrame(call)), acct: user.username, now: user.email ?? '' }
  return show(call, pages.changeEmailPage(props))
}

export async function sendChangeEmail(call: Form<'changeEmail'>): Promise<unknown> {
  await requireCsrf(call)
  const user = await visitor(call)
  if (user === null) return call.reply
  const { app, body } = call
  const { email = '', password = '' } = body
  const work = async () => {
    await requirePassword(call, user.username, password)
    await askForEmailChange(app, user.account_id, email)
    return show(call, pages.checkMailPage({ ...(await frameWithViewer(call)), purpose: 'change', email: email.trim() }))
  }
  return await orAgain(call, work, async (errors) =>
    pages.changeEmailPage({
      ...(await formFrame(call)),
      acct: user.username,
      now: user.email ?? '',
      email,
      errors,
    }),
  )
}

export async function visitEmailConfirmation(call: WithToken): Promise<unknown> {
  const { app, query } = call
  const email = await openEmailChange(app, query.token ?? '')
  if (email !== null) return show(call, pages.emailChangedPage({ ...(await frameWithViewer(call)), email }))
  const again = { label: 'common.askNewLink', href: '/auth/email' } as const
  return show(call, pages.linkExpiredPage({ ...(await frameWithViewer(call)), again }), 404)
}

export async function visitDelete(call: Visit): Promise<unknown> {
  const user = await visitor(call)
  if (user === null) return call.reply
  return show(call, pages.deleteAccountPage({ ...(await formFrame(call)), acct: user.username }))
}

export async function sendDelete(call: Form<'password'>): Promise<unknown> {
  await requireCsrf(call)
  const user = await visitor(call)
  if (user === null) return call.reply
  const work = async () => {
    await requirePassword(call, user.username, call.body.password ?? '')
    await deleteAccount(call.app, user.account_id)
    return show(call, pages.accountDeletedPage(await frameWithViewer(call)))
  }
  return await orAgain(call, work, async (errors) =>
    pages.deleteAccountPage({ ...(await formFrame(call)), acct: user.username, errors }),
  )
}
