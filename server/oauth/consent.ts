import { accountEntries } from '../accounts/index.ts'
import { csrfToken, frameWithViewer, requireCsrf, type Viewer } from '../http/index.ts'
import { addressWith, forHeader } from './addresses.ts'
import { type Asked, approve, deny, type Refused, type Returned, readRequest } from './authorize.ts'
import { speak } from './messages/index.ts'
import { codePage, consentPage, oauthErrorPage } from './pages.ts'
import { appOfCode } from './queries.ts'
import type { AuthorizeForm } from './schema.ts'
import { type BrowserCall, viewerOfSession } from './sessions.ts'
import { hashOf } from './tokens.ts'

type Asking = BrowserCall & { readonly query: AuthorizeForm }
type Deciding = BrowserCall & {
  readonly body: AuthorizeForm & { csrf?: string; decision?: 'authorize' | 'deny' }
}

/** `GET /oauth/authorize`: asks the person, after they have signed in; a wrong request is told before that. */
export async function askConsent(call: Asking): Promise<unknown> {
  const { app, query } = call
  const asked = await readRequest(app, query)
  if (asked.kind !== 'asked') return conclude(call, asked, query.lang)
  const viewer = await viewerOfSession(call)
  if (viewer === null || isTrue(query.force_login)) return toSignIn(call, query)
  return call.reply.type('text/html; charset=utf-8').send(await consent(call, query, asked, viewer))
}

/** `POST /oauth/authorize`: the person said yes or no. Everything is checked once more: a form can be changed. */
export async function takeDecision(call: Deciding): Promise<unknown> {
  const { app, body } = call
  await requireCsrf(call)
  const viewer = await viewerOfSession(call)
  if (viewer === null) return toSignIn(call, body)
  const done = body.decision === 'authorize' ? await approve(app, body, viewer.accountId) : await deny(app, body)
  return conclude(call, done, body.lang)
}

/** `GET /oauth/authorize/native`: the code, for an app without an address of its own. */
export async function showCode(call: BrowserCall & { readonly query: { code?: string } }): Promise<unknown> {
  const { app, query, reply } = call
  const owner = query.code && (await appOfCode(app.db.read, hashOf(query.code), app.now()))[0]
  reply.type('text/html; charset=utf-8')
  if (!query.code || !owner) {
    const frame = await frameWithViewer(call)
    const message = speak(frame.language)('code.used')
    return reply.code(400).send(oauthErrorPage({ ...frame, message, detail: 'invalid_grant' }))
  }
  return reply.send(codePage({ ...(await frameWithViewer(call)), app: owner, code: query.code }))
}

async function consent(call: Asking, query: AuthorizeForm, asked: Asked, viewer: Viewer): Promise<string> {
  const account = (await accountEntries(call.app, [viewer.accountId])).get(viewer.accountId)!.json
  const csrf = await csrfToken(call)
  const { force_login: _done, ...request } = query
  return consentPage({
    ...(await frameWithViewer(call, query.lang)),
    csrf,
    app: asked,
    account,
    scopes: asked.scopes,
    request,
    redirectUri: asked.redirectUri,
    switchHref: addressWith('/oauth/authorize', { ...request, force_login: 'true' }),
  })
}

/** Through the sign-in page and back here; `force_login` is then done. */
function toSignIn(call: BrowserCall, form: AuthorizeForm): unknown {
  const { client_id, redirect_uri, response_type, scope, state, code_challenge, code_challenge_method, lang } = form
  const request = { response_type, client_id, redirect_uri, scope, state, code_challenge, code_challenge_method, lang }
  return call.reply.redirect(addressWith('/auth/sign_in', { next: addressWith('/oauth/authorize', request) }), 302)
}

async function conclude(
  call: BrowserCall,
  answer: Returned | Refused | Asked,
  lang: string | undefined,
): Promise<unknown> {
  if (answer.kind === 'returned') return call.reply.redirect(forHeader(answer.location), 302)
  if (answer.kind === 'asked') throw new Error('A decision was taken and led nowhere.')
  const { status, message, code = 'invalid_request' } = answer.problem
  const frame = await frameWithViewer(call, lang)
  const known = TOLD.find((name) => name === code) ?? 'other'
  const told = speak(frame.language)(`problem.${known}`)
  const page = oauthErrorPage({ ...frame, message: told, detail: `${code}: ${message}` })
  return call.reply.code(status).type('text/html; charset=utf-8').send(page)
}

/** What the person can do something about; the rest is for the app's author. */
const TOLD = ['invalid_client', 'invalid_redirect_uri', 'invalid_scope'] as const

const isTrue = (text: string | undefined): boolean => /^(?:1|t|true|on|yes)$/i.test(text ?? '')
