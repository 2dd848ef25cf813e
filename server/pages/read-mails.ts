/** Mails on file, for the owner alone: they hold links that open every account, the owner's own among them. */
import { forbidden, notFound } from '../kit/index.ts'
import { listMailFiles, readMailFile } from '../mail/index.ts'
import { type BrowserCall, viewerOfSession } from '../oauth/index.ts'
import { frameFor, sendPage } from './frame.ts'
import { mailListPage, mailPage } from './mails.ts'

/** The frame of one mail inherits this page's policy, and mails are styled in place. It stays without any script. */
const mailPolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

/** GET /admin/mails */
export async function showMails(call: BrowserCall) {
  if (!(await maySee(call))) return askToSignIn(call, '/admin/mails')
  return sendPage(call, mailListPage({ ...(await frameFor(call)), mails: await listMailFiles(call.app) }))
}

/** GET /admin/mails/:name. @throws Problem 404 when there is no such mail. */
export async function showMail(call: BrowserCall, name: string) {
  if (!(await maySee(call))) return askToSignIn(call, `/admin/mails/${encodeURIComponent(name)}`)
  const mail = await readMailFile(call.app, name)
  call.reply.header('content-security-policy', mailPolicy)
  return sendPage(call, mailPage({ ...(await frameFor(call)), mail }))
}

/**
 * @returns false when nobody is signed in with this browser.
 * @throws Problem 403 for anybody but the owner, 404 where mails leave by a mail server.
 */
async function maySee(call: BrowserCall): Promise<boolean> {
  const viewer = await viewerOfSession(call)
  if (viewer === null) return false
  if (viewer.role !== 'owner') throw forbidden('Only the owner of this network may read its mails.')
  if (call.app.config.mail.smtpUrl !== null) throw notFound('Mails leave by the mail server here; none are kept.')
  return true
}

const askToSignIn = (call: BrowserCall, next: string) =>
  call.reply.redirect(`/auth/sign_in?next=${encodeURIComponent(next)}`)
