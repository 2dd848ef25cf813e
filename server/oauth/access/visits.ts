/** What happens when a person looks at who has access to their account, and takes it back. */
import { formFrame, show, visitor } from '../../accounts/index.ts'
import { requireCsrf } from '../../http/index.ts'
import { Problem } from '../../kit/index.ts'
import { type BrowserCall, sessionOf } from '../sessions.ts'
import { endAllApps, endApp, endOtherSessions, endSession } from './end.ts'
import { appsOf, browsersOf } from './list.ts'
import { appsPage, sessionsPage } from './pages.ts'

/** Whoever has more than these ends them all at once. */
const SHOWN = { below: Number.MAX_SAFE_INTEGER, above: -1, upwards: false, limit: 100 }
const SESSIONS = '/settings/sessions'
const APPS = '/settings/apps'

type Sent = BrowserCall & { readonly body: { readonly csrf?: string; readonly id?: string } }

/** `GET /settings/sessions`. */
export async function visitSessions(call: BrowserCall): Promise<unknown> {
  const user = await visitor(call)
  if (user === null) return call.reply
  const sessions = await browsersOf(call.app, user.account_id, SHOWN)
  const here = await sessionOf(call)
  return show(call, sessionsPage({ ...(await formFrame(call)), sessions, hereId: here && String(here.id) }))
}

/** `GET /settings/apps`. */
export async function visitApps(call: BrowserCall): Promise<unknown> {
  const user = await visitor(call)
  if (user === null) return call.reply
  const apps = await appsOf(call.app, user.account_id, SHOWN, null)
  return show(call, appsPage({ ...(await formFrame(call)), apps }))
}

/** After a form: the list again, which says by itself what is left. */
async function afterwards(call: Sent, back: string, work: (accountId: number) => Promise<unknown>): Promise<unknown> {
  await requireCsrf(call)
  const user = await visitor(call, back)
  if (user === null) return call.reply
  try {
    await work(user.account_id)
  } catch (error) {
    // Pressed twice, or ended elsewhere meanwhile: it is gone, which is what was wanted.
    if (!(error instanceof Problem) || error.status !== 404) throw error
  }
  return call.reply.redirect(back, 303)
}

export const sendEndSession = (call: Sent): Promise<unknown> =>
  afterwards(call, SESSIONS, (accountId) => endSession(call.app, accountId, Number(call.body.id ?? 0)))

export const sendEndOthers = (call: Sent): Promise<unknown> =>
  afterwards(call, SESSIONS, async (accountId) => {
    const here = await sessionOf(call)
    if (here) await endOtherSessions(call.app, accountId, here.id)
  })

export const sendEndApp = (call: Sent): Promise<unknown> =>
  afterwards(call, APPS, (accountId) => endApp(call.app, accountId, Number(call.body.id ?? 0)))

export const sendEndAllApps = (call: Sent): Promise<unknown> =>
  afterwards(call, APPS, (accountId) => endAllApps(call.app, accountId))
