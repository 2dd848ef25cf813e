import {
  checkCode,
  deviceOf,
  issueTicket,
  noteSignIn,
  readTicket,
  rememberDevice,
  type SignedIn,
  signIn,
} from '../accounts/index.ts'
import { csrfToken, frameWithViewer, languageOf, ownPath, requireCsrf } from '../http/index.ts'
import { Problem, unprocessable } from '../kit/index.ts'
import { speak } from './messages/index.ts'
import { secondStepPage, signInPage, type WaitingProps, waitingPage } from './pages.ts'
import { type BrowserCall, closeSession, openSession } from './sessions.ts'

interface SignInForm {
  readonly login?: string
  readonly password?: string
  readonly next?: string
  readonly csrf?: string
}

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
    return form(call, body, person.status, told(call, person))
  }
  const reason = waitsFor(person)
  if (reason !== null) return wait(call, reason)
  if (!person.secondFactor) return enter(call, person.accountId)
  const ticket = await issueTicket(app, person.accountId, body.csrf ?? '')
  return askForCode(call, { ticket, next: body.next })
}

interface CodeForm {
  readonly ticket?: string
  readonly code?: string
  readonly next?: string | undefined
  readonly csrf?: string
}

/** `POST /auth/sign_in/code`: the second step, for those who have turned it on. */
export async function takeCode(call: BrowserCall & { readonly body: CodeForm }): Promise<unknown> {
  const { app, body } = call
  await requireCsrf(call)
  const person = await readTicket(app, body.ticket ?? '', body.csrf ?? '')
  const next = body.next === undefined ? {} : { next: body.next }
  if (person === null || waitsFor(person) !== null) return form(call, next, 422, wordsOf(call)('second.late'))
  const right = await orProblem(() => checkCode(call, person.accountId, body.code ?? ''))
  if (right instanceof Problem) {
    if (right.retryAfterSeconds !== undefined) call.reply.header('retry-after', right.retryAfterSeconds)
    return askForCode(call, body, right.status, told(call, right))
  }
  return right ? enter({ ...call, body }, person.accountId) : askForCode(call, body, 422, wordsOf(call)('second.wrong'))
}

/** All that was asked for was right: opens the session, and tells the person where it is a new place. */
async function enter(call: BrowserCall & { readonly body: { next?: string | undefined } }, accountId: number) {
  const { app, request, body, reply } = call
  const known = (await deviceOf(call, accountId)) !== null
  const from = { accountId, address: request.ip, userAgent: request.headers['user-agent'], newDevice: !known }
  await openSession(call, accountId, (tx) => noteSignIn(app, tx, from))
  await rememberDevice(call, accountId)
  return reply.redirect(ownPath(app, body.next), 302)
}

async function askForCode(call: BrowserCall, typed: CodeForm, status = 200, problem?: string) {
  const page = secondStepPage({
    ...(await frameWithViewer(call)),
    csrf: await csrfToken(call),
    ticket: typed.ticket ?? '',
    ...(typed.next === undefined ? {} : { next: ownPath(call.app, typed.next) }),
    problem,
  })
  return call.reply.code(status).type('text/html; charset=utf-8').send(page)
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

const wordsOf = ({ request }: BrowserCall) => speak(languageOf(request))

/** Why somebody could not sign in, in their language. */
function told(call: BrowserCall, { status, retryAfterSeconds = 60 }: Problem): string {
  const t = wordsOf(call)
  if (status === 429) return t('signIn.tooMany', { count: Math.ceil(retryAfterSeconds / 60) })
  return status === 503 ? t('signIn.busy') : t('signIn.wrong')
}

async function attempt(call: BrowserCall & { readonly body: SignInForm }): Promise<SignedIn | Problem> {
  const { login = '', password = '' } = call.body
  return await orProblem(async () => (await signIn(call, login, password)) ?? unprocessable('Wrong password'))
}

async function orProblem<T>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work()
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
    ...(await frameWithViewer(call)),
    csrf: await csrfToken(call),
    ...(next === undefined ? {} : { next: ownPath(app, next) }),
    ...(login === undefined ? {} : { login }),
    problem,
    done: done === 'signed_out' && !problem ? wordsOf(call)('signIn.signedOut') : undefined,
  })
  return reply.code(status).type('text/html; charset=utf-8').send(page)
}

async function wait(call: BrowserCall & { readonly body: SignInForm }, reason: WaitingProps['reason']) {
  const { login = '' } = call.body
  const email = login.includes('@') && !login.startsWith('@') ? login.trim() : undefined
  const page = waitingPage({ ...(await frameWithViewer(call)), reason, csrf: await csrfToken(call), email })
  return call.reply.code(403).type('text/html; charset=utf-8').send(page)
}
