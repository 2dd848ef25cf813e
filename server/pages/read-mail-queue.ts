/** The mail queue, for those who run the network: addresses, errors, and what they may do about them. */
import Type, { type Static } from 'typebox'
import type { App } from '../app.ts'
import { CsrfField, csrfToken, Id, requireCsrf, type Viewer } from '../http/index.ts'
import { badRequest, forbidden } from '../kit/index.ts'
import { readQueue } from '../mail/index.ts'
import { dropMailByHand, liftAddressByHand, retryMailByHand, retryMailsByHand } from '../moderation/index.ts'
import { type BrowserCall, viewerOfSession } from '../oauth/index.ts'
import { frameFor, sendPage } from './frame.ts'
import { mailQueuePage } from './mail-queue.ts'

/** Of each list; the command line shows more. */
const SHOWN = 50

export const MailAction = Type.Object({
  csrf: CsrfField,
  action: Type.Union([Type.Literal('retry'), Type.Literal('retry-all'), Type.Literal('drop'), Type.Literal('lift')]),
  id: Type.Optional(Id),
  address: Type.Optional(Type.String({ maxLength: 254 })),
})
type MailAction = Static<typeof MailAction>

/** GET /admin/mail */
export async function showMailQueue(call: BrowserCall) {
  if ((await mayRun(call)) === null) return askToSignIn(call)
  return await show(call)
}

/** POST /admin/mail */
export async function actOnMail(call: BrowserCall, body: MailAction) {
  await requireCsrf({ ...call, body })
  const viewer = await mayRun(call)
  if (viewer === null) return askToSignIn(call)
  return await show(call, await work(call.app, viewer, body))
}

/** @returns what was done, as a sentence. @throws Problem 404 or 422 when it cannot be. */
async function work(app: App, viewer: Viewer, { action, id, address = '' }: MailAction): Promise<string> {
  if (action === 'retry-all') return `${(await retryMailsByHand(app, viewer)).retried} mails are tried now.`
  if (action === 'lift') {
    await liftAddressByHand(app, viewer, address)
    return `Mail goes to ${address} again.`
  }
  if (id === undefined) throw badRequest('Say which mail: the parameter "id" is missing.')
  if (action === 'retry') await retryMailByHand(app, viewer, id)
  else await dropMailByHand(app, viewer, id)
  return action === 'retry' ? 'The mail is tried now.' : 'The mail was dropped.'
}

async function show(call: BrowserCall, done?: string) {
  const [frame, queue, csrf] = await Promise.all([frameFor(call), readQueue(call.app.db.read, SHOWN), csrfToken(call)])
  return sendPage(call, mailQueuePage({ ...frame, queue, csrf, now: call.app.now(), done }))
}

/** @returns null when nobody is signed in. @throws Problem 403 for people who do not run the network. */
async function mayRun(call: BrowserCall): Promise<Viewer | null> {
  const viewer = await viewerOfSession(call)
  if (viewer === null || viewer.role === 'owner' || viewer.role === 'admin') return viewer
  throw forbidden('Only the owner and the administrators of this network may look after its mails.')
}

const askToSignIn = (call: BrowserCall) => call.reply.redirect('/auth/sign_in?next=%2Fadmin%2Fmail', 303)
