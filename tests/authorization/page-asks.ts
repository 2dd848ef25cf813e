/** What the pages are sent, besides the token against forged forms; see asks.ts. */
import { codeOf, PAGE, secretIn, setUp } from '../../server/accounts/second-factor/testing.ts'
import { linkIn, mailsTo } from '../../server/accounts/testing.ts'
import { unsubscribeUrl } from '../../server/digests/unsubscribe.ts'
import { listMailFiles } from '../../server/mail/index.ts'
import { authorizeUrl, type Browser, CALLBACK, PASSWORD, registered } from '../../server/oauth/testing.ts'
import { clientRoutes } from '../../server/pages/client/routes.ts'
import type { Person } from '../../testing/world.ts'
import { browserOf, newPerson, type Stage } from './cast.ts'
import type { Thing } from './things/index.ts'

export interface SentByPage {
  readonly query?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly params?: Readonly<Record<string, string>>
}

interface At {
  readonly stage: Stage
  readonly thing: Thing
  readonly me: Person | null
  readonly browser: Browser
}

let count = 0
const password = { fields: { password: PASSWORD } }
const app = { client_name: 'App', redirect_uris: CALLBACK, scopes: 'read' }

/** What the consent page is about: an app that asks for access. */
async function asked({ stage }: At): Promise<Record<string, string>> {
  const client = await registered(stage.world, app)
  return Object.fromEntries(new URL(authorizeUrl(client), 'http://x').searchParams)
}

/** Whoever is not signed in tries it on something of the owner. */
const whose = ({ me, stage }: At): Person => me ?? stage.owner

/** Another browser in which they are signed in, unless it is to be somebody else's. */
async function session(at: At): Promise<SentByPage> {
  if (at.thing.params?.id) return { fields: { id: at.thing.params.id } }
  const person = whose(at)
  await browserOf(at.stage.world, person)
  const [newest] = await at.stage.as(person, 'GET', '/api/tweeter/v1/sessions')
  return { fields: { id: newest.id } }
}

async function authorisedApp(at: At): Promise<SentByPage> {
  if (at.thing.params?.id) return { fields: { id: at.thing.params.id } }
  const [newest] = await at.stage.as(whose(at), 'GET', '/api/tweeter/v1/authorized_apps')
  return { fields: { id: newest.id } }
}

/** The first code of an authenticator app that has just been given its secret. */
async function firstCode({ stage, me, browser }: At): Promise<SentByPage> {
  if (!me) return { fields: { sealed: 'nothing', code: '123456' } }
  const begun = await browser.submit(await browser.get(PAGE), `${PAGE}/set_up`, { password: PASSWORD })
  const sealed = /name="sealed" value="([^"]*)"/.exec(begun.text)![1]!
  return { fields: { sealed, code: codeOf(stage.world, secretIn(begun.text)) } }
}

async function laterCode({ stage, me, browser }: At): Promise<SentByPage> {
  const fields = { password: PASSWORD, wish: 'off' }
  if (!me) return { fields: { ...fields, code: '123456' } }
  const { secret } = await setUp(stage.world, browser)
  return { fields: { ...fields, code: codeOf(stage.world, secret) } }
}

/** From the mail to somebody who has forgotten their password. */
async function resetToken({ stage }: At): Promise<string> {
  const { browser, csrf } = await browserOf(stage.world, null)
  const email = `${(await newPerson(stage.world, 'forgetful')).username}@people.example`
  await browser.post('/auth/password/new', { csrf, email })
  const [mail] = await mailsTo(stage.world, email)
  return new URL(linkIn(mail!.text), 'http://x').searchParams.get('token')!
}

/** The second step of somebody who has given the right password. */
async function secondStep({ stage, browser }: At): Promise<SentByPage> {
  const person = await newPerson(stage.world, 'careful')
  const { secret } = await setUp(stage.world, (await browserOf(stage.world, person)).browser)
  const page = await browser.signIn(person.username)
  const ticket = /name="ticket" value="([^"]*)"/.exec(page.text)![1]!
  return { fields: { ticket, code: codeOf(stage.world, secret) } }
}

async function nativeCode({ stage }: At): Promise<SentByPage> {
  const { browser } = await browserOf(stage.world, stage.owner)
  return { query: `code=${await browser.code(await registered(stage.world, app))}` }
}

async function mailOnFile(at: At): Promise<SentByPage> {
  await resetToken(at)
  const [file] = await listMailFiles(at.stage.world.app, 1)
  return { params: { name: file!.name } }
}

const unsubscribe = async ({ stage }: At): Promise<SentByPage> => {
  const url = await unsubscribeUrl(stage.world.app, Number(stage.owner.id), 'digest')
  return { params: { token: url.slice(url.lastIndexOf('/') + 1) } }
}

/** The client draws its pages itself: what their addresses name is asked for over the API. */
const drawn = Object.fromEntries(
  clientRoutes.map(({ url }) => [`GET ${url}`, () => ({ params: { section: 'any', id: '1', username: 'nobody' } })]),
)

export const pageAsks: Readonly<Record<string, (at: At) => SentByPage | Promise<SentByPage>>> = {
  ...drawn,
  'POST /auth/sign_up': () => {
    const username = `visitor_x${++count}`
    return { fields: { username, email: `${username}@people.example`, password: PASSWORD, agreement: 'true' } }
  },
  'POST /auth/confirmation': ({ stage }) => ({ fields: { email: `${stage.owner.username}@people.example` } }),
  'POST /auth/password/new': ({ stage }) => ({ fields: { email: `${stage.owner.username}@people.example` } }),
  'GET /auth/password/edit': async (at) => ({ query: `token=${await resetToken(at)}` }),
  'POST /auth/password/edit': async (at) => ({ fields: { token: await resetToken(at), password: `${PASSWORD} too` } }),
  'POST /auth/email': () => ({ fields: { email: `new${++count}@people.example`, password: PASSWORD } }),
  'GET /auth/email/confirmation': () => ({ query: 'token=none' }),
  'POST /auth/delete': () => password,
  'POST /settings/second_factor/set_up': () => password,
  'POST /settings/second_factor/confirm': firstCode,
  'POST /settings/second_factor/change': laterCode,
  'GET /oauth/authorize': async (at) => ({ query: new URLSearchParams(await asked(at)).toString() }),
  'POST /oauth/authorize': async (at) => ({ fields: { ...(await asked(at)), decision: 'authorize' } }),
  'GET /oauth/authorize/native': nativeCode,
  'POST /auth/sign_in': ({ stage }) => ({ fields: { login: stage.owner.username, password: PASSWORD, next: '/' } }),
  'POST /auth/sign_in/code': secondStep,
  'POST /settings/sessions/end': session,
  'POST /settings/apps/end': authorisedApp,
  'POST /settings/password': () => ({ fields: { password: PASSWORD, new_password: `${PASSWORD} too` } }),
  'POST /language': () => ({ fields: { language: 'de', next: '/' } }),
  'POST /settings/mail': () => ({ fields: { digest: 'weekly', notify: 'never' } }),
  'GET /unsubscribe/:token': unsubscribe,
  'POST /unsubscribe/:token': unsubscribe,
  'GET /tags/:tag': () => ({ params: { tag: 'birds' } }),
  'GET /@:username/tagged/:tag': () => ({ params: { tag: 'birds' } }),
  'POST /admin/mail': () => ({ fields: { action: 'retry-all' } }),
  'GET /admin/mails/:name': mailOnFile,
}
