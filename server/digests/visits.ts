/** What happens when somebody opens or sends one of the pages about mails. */
import { csrfToken, frameOf, frameWithViewer, requireCsrf } from '../http/index.ts'
import { type BrowserCall, viewerOfSession } from '../oauth/index.ts'
import { kindNames } from './kinds.ts'
import { brokenLinkPage, settingsPage, stoppedPage, unsubscribePage } from './pages.ts'
import type { SettingsForm } from './schema.ts'
import { changeSettings, readSettings, switchOff } from './settings.ts'
import { readToken } from './unsubscribe.ts'

const show = (call: BrowserCall, page: string) => call.reply.type('text/html; charset=utf-8').send(page)
const showBroken = (call: BrowserCall) => show({ ...call, reply: call.reply.code(404) }, brokenLinkPage(frameOf(call)))
const askToSignIn = (call: BrowserCall) => call.reply.redirect('/auth/sign_in?next=%2Fsettings%2Fmail', 303)

/** GET /settings/mail */
export async function visitSettings(call: BrowserCall): Promise<unknown> {
  const viewer = await viewerOfSession(call)
  if (viewer === null) return askToSignIn(call)
  const settings = await readSettings(call.app, viewer)
  return show(call, settingsPage({ ...(await frameWithViewer(call)), csrf: await csrfToken(call), settings }))
}

/** POST /settings/mail. Boxes that are not ticked are not sent, so what is missing is off. */
export async function saveFromPage(call: BrowserCall, body: SettingsForm): Promise<unknown> {
  await requireCsrf({ ...call, body })
  const viewer = await viewerOfSession(call)
  if (viewer === null) return askToSignIn(call)
  const { csrf: _, kinds = {}, ...rest } = body
  const ticked = Object.fromEntries(kindNames.map((name) => [name, kinds[name] ?? false]))
  const settings = await changeSettings(call.app, viewer, { ...rest, kinds: ticked })
  const frame = await frameWithViewer(call)
  return show(call, settingsPage({ ...frame, csrf: await csrfToken(call), settings, saved: true }))
}

/** GET /unsubscribe/:token. Changes nothing: programs that look at mails follow their links. */
export async function visitUnsubscribe(call: BrowserCall, token: string): Promise<unknown> {
  const known = await readToken(call.app, token)
  if (known === null) return showBroken(call)
  return show(call, unsubscribePage({ ...frameOf(call), token, what: known.what }))
}

/** POST /unsubscribe/:token. No cookie is needed or looked at: the token says who and what. */
export async function unsubscribe(call: BrowserCall, token: string, all: boolean): Promise<unknown> {
  const known = await readToken(call.app, token)
  if (known === null) return showBroken(call)
  const { accountId, what } = known
  await switchOff(call.app, accountId, all ? 'all' : what)
  return show(call, stoppedPage({ ...frameOf(call), what: all ? 'all' : what }))
}
