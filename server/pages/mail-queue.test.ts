import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { setPassword } from '../accounts/index.ts'
import { html } from '../kit/index.ts'
import { sendMail, suppress, suppressionOf, template } from '../mail/index.ts'
import { answer, startMailServer } from '../mail/testing.ts'
import { transact } from '../storage/index.ts'

const password = 'correct horse battery'
const busy = { now: false }
const server = await startMailServer({ after } as never, {
  onRcptTo: (_address, _session, done) => done(busy.now ? answer(451, 'Busy <b>now</b>') : null),
})
const world = await openWorld({ SMTP_URL: `smtp://127.0.0.1:${server.port}` })
after(world.close)

interface Browser {
  get(url: string): Promise<{ status: number; text: string; location: string }>
  post(url: string, form: Record<string, string>): Promise<{ status: number; text: string }>
  csrf(): Promise<string>
}

/** A browser with its own cookies. */
function browser(): Browser {
  const jar = new Map<string, string>()
  const ask = async (method: string, url: string, body?: string) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await world.call(method, url, {
      headers: { accept: 'text/html', cookie },
      ...(body !== undefined && { body }),
    })
    for (const one of [reply.headers['set-cookie'] ?? []].flat()) {
      const [name, value] = String(one).split(';')[0]!.split('=')
      jar.set(name!, value!)
    }
    return { status: reply.status, text: reply.text, location: String(reply.headers.location ?? '') }
  }
  const csrfIn = (text: string) => /name="csrf" value="([^"]+)"/.exec(text)![1]!
  return {
    get: (url) => ask('GET', url),
    post: (url, form) => ask('POST', url, String(new URLSearchParams(form))),
    csrf: async () => csrfIn((await ask('GET', '/auth/sign_in')).text),
  }
}

async function signedIn(person: Person): Promise<Browser> {
  await setPassword(world.app, Number(person.id), password)
  const own = browser()
  const sent = await own.post('/auth/sign_in', { csrf: await own.csrf(), login: person.username, password })
  assert.equal(sent.status, 302, sent.text)
  return own
}

const owner = await world.account('owner', { role: 'owner' })
const user = await world.account('user')
const moderator = await world.account('moderator', { role: 'moderator' })
const browsers = new Map<Person, Browser>()
for (const person of [owner, user, moderator]) browsers.set(person, await signedIn(person))
// Each was told of the new password.
await world.jobs()
server.received.splice(0)

const hello = template<object>(
  'tests.hello',
  () => 'A <i>subject</i>',
  () => 'Hello.',
  () => html`<p>Hello.</p>`,
)
const send = (to: string) => transact(world.app.db, (tx) => sendMail(tx, { to, template: hello, data: {} }))
const state = async (id: number) =>
  (await world.app.db.read<{ state: string }>`select state from tweeter.mails where id = ${id}`)[0]!.state

test('the owner sees the queue with its errors, and acts on it', async () => {
  busy.now = true
  const [one, two] = [await send('ann@example.org'), await send('ben@example.org')]
  await transact(world.app.db, (tx) => suppress(world.app, tx, 'Gone@example.org', 'bounced', '5.1.1 <no> such user'))
  await world.jobs()
  const own = browsers.get(owner)!
  const { status, text } = await own.get('/admin/mail')
  assert.equal(status, 200)
  assert.match(text, /2 waiting/)
  assert.match(text, /A &lt;i&gt;subject&lt;\/i&gt;.*to ann@example\.org.*451 Busy &lt;b&gt;now&lt;\/b&gt;/s)
  assert.match(text, /gone@example\.org.*bounced.*5\.1\.1 &lt;no&gt; such user/s)
  assert.doesNotMatch(text, /Hello\./, 'the words of a mail are nobody’s business')

  const csrf = /action="\/admin\/mail"><input type="hidden" name="csrf" value="([^"]+)"/.exec(text)![1]!
  const act = (form: Record<string, string>) => own.post('/admin/mail', { csrf, ...form })
  assert.match((await act({ action: 'drop', id: String(one) })).text, /The mail was dropped\./)
  assert.equal(await state(one), 'failed')
  busy.now = false
  assert.match((await act({ action: 'retry', id: String(two) })).text, /The mail is tried now\./)
  await world.jobs()
  assert.deepEqual([await state(two), server.received.length], ['sent', 1])
  assert.match(
    (await act({ action: 'lift', address: 'gone@example.org' })).text,
    /Mail goes to gone@example\.org again\./,
  )
  assert.equal(await suppressionOf(world.app, 'gone@example.org'), null)
  world.pass(24 * 3600_000)
  await world.jobs()
  assert.equal(server.received.length, 1, 'the old job does nothing, and what was dropped stays so')

  assert.equal((await act({ action: 'retry', id: String(two) })).status, 422)
  assert.equal((await act({ action: 'drop', id: '1' })).status, 404)
  assert.equal((await act({ action: 'drop' })).status, 400)
  assert.equal((await act({ action: 'lift', address: 'nobody@example.org' })).status, 404)
  assert.equal((await act({ action: 'burn' })).status, 422)

  assert.equal((await act({ action: 'retry-all' })).status, 200)

  const log = await world.app.db.read<{ action: string; actor_id: number; target_id: number | null; details: object }>`
    select action, actor_id, target_id, details from audit_log order by id`
  const by = { actor_id: Number(owner.id) }
  assert.deepEqual(
    [...log].map((row) => ({ ...row })),
    [
      { ...by, action: 'mail.drop', target_id: one, details: {} },
      { ...by, action: 'mail.retry', target_id: two, details: {} },
      { ...by, action: 'mail.lift', target_id: null, details: { address: 'gone@example.org' } },
      { ...by, action: 'mail.retry_all', target_id: null, details: { retried: 0 } },
    ],
  )
})

test('nobody else does', async () => {
  const id = await send('cleo@example.org')
  const stranger = browser()
  assert.match((await stranger.get('/admin/mail')).location, /^\/auth\/sign_in\?next=%2Fadmin%2Fmail$/)
  const form = { action: 'drop', id: String(id) }
  assert.equal((await stranger.post('/admin/mail', { ...form, csrf: await stranger.csrf() })).status, 303)
  for (const person of [user, moderator]) {
    const own = browsers.get(person)!
    assert.equal((await own.get('/admin/mail')).status, 403)
    assert.equal((await own.post('/admin/mail', { ...form, csrf: await own.csrf() })).status, 403)
  }
  const own = browsers.get(owner)!
  assert.equal((await own.post('/admin/mail', form)).status, 403, 'without the token against forged requests')
  assert.equal(await state(id), 'waiting')
  await world.jobs()
})

test('a person sets on a page what they get by mail', async () => {
  const stranger = browser()
  assert.match((await stranger.get('/settings/mail')).location, /sign_in\?next=%2Fsettings%2Fmail/)
  const own = browsers.get(user)!
  const { text } = await own.get('/settings/mail')
  assert.match(text, /action="\/auth\/sign_out"/, 'its header knows who looks')
  assert.match(text, /href="\/settings">Back to settings/)
  assert.match(text, /id="kinds\[mention\]-true" name="kinds\[mention\]" value="true" checked/)
  assert.match(text, /id="notify-away" name="notify" value="away" checked/)
  const csrf = /action="\/settings\/mail">\s*<input type="hidden" name="csrf" value="([^"]+)"/.exec(text)![1]!
  const form = { notify: 'always', digest: 'weekly', 'kinds[boost]': 'true' }
  assert.equal((await own.post('/settings/mail', form)).status, 403)
  const saved = (await own.post('/settings/mail', { ...form, csrf })).text
  assert.match(saved, /Saved\./)
  assert.match(saved, /action="\/auth\/sign_out"/)
  const token = await world.token(user.id, ['read'])
  const { json } = await world.call('GET', '/api/tweeter/v1/mail_settings', { token })
  assert.deepEqual([json.notify, json.digest, json.kinds.boost, json.kinds.mention], ['always', 'weekly', true, false])
})
