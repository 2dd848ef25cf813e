import { formFrame, orAgain, requirePassword, setPassword, show, visitor } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { requireCsrf } from '../../http/index.ts'
import { Problem } from '../../kit/index.ts'
import { type BrowserCall, openSession } from '../sessions.ts'
import { passwordPage } from './pages.ts'

interface Form {
  readonly csrf?: string
  readonly password?: string
  readonly new_password?: string
}

/** `GET /settings/password`. */
export async function visitPassword(call: BrowserCall): Promise<unknown> {
  const user = await visitor(call)
  if (user === null) return call.reply
  return show(call, passwordPage({ ...(await formFrame(call)), acct: user.username }))
}

/**
 * `POST /settings/password`: everything that was signed in ends, apps too, as after a mailed link; then this browser is
 * signed in anew, so that who did it stays.
 */
export async function sendPassword(call: BrowserCall & { readonly body: Form }): Promise<unknown> {
  await requireCsrf(call)
  const user = await visitor(call)
  if (user === null) return call.reply
  const { app, body, reply } = call
  const work = async () => {
    await requirePassword(call, user.username, body.password ?? '')
    await setNewPassword(app, user.account_id, body.new_password ?? '')
    await openSession(call, user.account_id)
    return reply.redirect('/settings/account?done=password', 303)
  }
  return await orAgain(call, work, async (errors) =>
    passwordPage({ ...(await formFrame(call)), acct: user.username, errors }),
  )
}

/** @throws Problem 422 at `new_password`: the form has two passwords, and this is about the new one. */
async function setNewPassword(app: App, accountId: number, password: string): Promise<void> {
  try {
    await setPassword(app, accountId, password)
  } catch (error) {
    const details = error instanceof Problem ? error.details : undefined
    if (!(error instanceof Problem) || !details?.password) throw error
    throw new Problem(error.status, error.message, { details: { new_password: details.password } })
  }
}
