import { rememberDevice, type SignedIn, signIn } from '../accounts/index.ts'
import { csrfToken, frameOf, requireCsrf } from '../http/index.ts'
import { Problem } from '../kit/index.ts'
import { ownPath } from './addresses.ts'
import { signInPage, type WaitingProps, waitingPage } from './pages.ts'
import { type BrowserCall, closeSession, openSession } from './sessions.ts'

interface SignInForm {
  readonly login?: string
  readonly password?: string
  readonly next?: string
  readonly csrf?: string
}

const WRONG = 'That e-mail address or username and that password do not belong together.'

/** `GET /auth/sign_in`. Shown to those who are signed in as well: they may want to be somebody else. */
export const showSignIn = (call: BrowserCall & { readonly query: SignInForm }): Promise<unknown> =>
  form(call, call.query, 200)

/** `POST /auth/sign_in`: opens a session and goes to `next`, or says why not. */
export async function takeSignIn(call: BrowserCall & { readonly body: SignInForm }): Promise<unknown> {
  const { app, body, reply } = call
  await requireCsrf(call)
  const person = await attempt(call)
  if (person instanceof Problem) {
    if (person.retryAfterSeconds !== undefined) reply.header('retry-after', person.retryAfterSeconds)
    return form(call, body, person.status, person.message)
  }
  const reason = waitsFor(person)
  if (reason !== null) return wait(call, reason)
  await openSession(call, person.accountId)
  await rememberDevice(call, person.accountId)
  return reply.redirect(ownPath(app, body.next), 302)
}

/** `POST /auth/sign_out`. */
export async function signOut(call: BrowserCall & { readonly body: { csrf?: string } }): Promise<unknown> {
  await requireCsrf(call)
  await closeSession(call)
  return call.reply.redirect('/auth/sign_in?done=signed_out', 302)
}

/** What keeps a person whose password was right from acting, or null. */
export function waitsFor(person: SignedIn): WaitingProps['reason'] | null {
  if (person.suspended) return 'suspended'
  if (!person.confirmed) return 'unconfirmed'
  return person.approved ? null : 'pending'
}

async function attempt(call: BrowserCall & { readonly body: SignInForm }): Promise<SignedIn | Problem> {
  const { login = '', password = '' } = call.body
  try {
    return (await signIn(call, login, password)) ?? new Problem(422, WRONG)
  } catch (error) {
    // Too many attempts, or too many people at once: said on the form, with what was typed still in it.
    if (error instanceof Problem) return error
    throw error
  }
}

async function form(call: BrowserCall, typed: SignInForm & { done?: string }, status: number, problem?: string) {
  const { app, reply } = call
  const { login, next, done } = typed
  const page = signInPage({
    ...frameOf(app),
    csrf: await csrfToken(call),
    ...(next === undefined ? {} : { next: ownPath(app, next) }),
    ...(login === undefined ? {} : { login }),
    problem,
    done: done === 'signed_out' && !problem ? 'You are signed out.' : undefined,
  })
  return reply.code(status).type('text/html; charset=utf-8').send(page)
}

async function wait(call: BrowserCall & { readonly body: SignInForm }, reason: WaitingProps['reason']) {
  const { login = '' } = call.body
  const email = login.includes('@') && !login.startsWith('@') ? login.trim() : undefined
  const page = waitingPage({ ...frameOf(call.app), reason, csrf: await csrfToken(call), email })
  return call.reply.code(403).type('text/html; charset=utf-8').send(page)
}
