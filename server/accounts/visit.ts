/** What the pages about an account have in common: who visits, forms, and what was wrong with them. */
import type { FastifyReply } from 'fastify'
import { type Call, csrfToken, frameWithViewer, languageOf, type PageFrame, type Viewer } from '../http/index.ts'
import { Problem } from '../kit/index.ts'
import { type Errors, errorsIn } from './field-errors.ts'
import { speak } from './messages/index.ts'
import { type UserRow, userRow } from './queries.ts'
import { refuse, wrong } from './refusals.ts'
import { signIn } from './sign-in.ts'
import { whoBrowses } from './signals.ts'

export type Visit<Q = unknown, B = unknown> = Call<Viewer | null, unknown, Q, B>
/** The parts of it that every page needs. */
export type Visiting = Pick<Visit, 'app' | 'request' | 'reply'>

export const show = (call: Visiting, page: string, status = 200): FastifyReply =>
  call.reply.code(status).type('text/html; charset=utf-8').send(page)

/** What a page with a form needs. */
export const formFrame = async (call: Visiting): Promise<PageFrame & { csrf: string }> => ({
  ...(await frameWithViewer(call)),
  csrf: await csrfToken(call),
})

/** Does the work, or shows the form again with what is wrong at each field. */
export async function orAgain(
  call: Visiting,
  work: () => Promise<unknown>,
  again: (errors: Errors) => Promise<string>,
): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem) || error.details === undefined) throw error
    const t = speak(languageOf(call.request))
    return show(call, await again(errorsIn(t, error.details)), error.status)
  }
}

/**
 * The person who is signed in with this browser; without one, off to sign in and back.
 *
 * @param back a page that can be opened; where the call came to, unless given.
 */
export async function visitor(call: Visiting, back = call.request.url.split('?')[0]!): Promise<UserRow | null> {
  const { app } = call
  const viewer = await app.bus.ask(whoBrowses, call)
  const [user] = viewer ? await userRow(app.db.read, viewer.accountId) : []
  if (user) return user
  call.reply.redirect(`/auth/sign_in?next=${encodeURIComponent(back)}`, 303)
  return null
}

/** @throws Problem 422 at the field when it is not the person's password; 429 after too many tries. */
export async function requirePassword(call: Visiting, username: string, password: string): Promise<void> {
  const right = (await signIn(call, username, password)) !== null
  if (!right) refuse({ password: wrong('ERR_INVALID', 'is not the right one') })
}
