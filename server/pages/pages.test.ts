import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { setPassword } from '../accounts/index.ts'
import type { Role } from '../http/index.ts'
import { html } from '../kit/index.ts'
import { sendMail, template } from '../mail/index.ts'
import { othersWrote, pulse } from '../signals/index.ts'
import { transact } from '../storage/index.ts'

const world = await openWorld({ TWEETER_NAME: 'Nest' })
after(world.close)

const password = 'correct horse battery'
const ada = await person('ada', 'owner')
const bob = await person('bob')
const eve = await person('eve')

const get = (url: string, headers: Record<string, string> = {}) =>
  world.call('GET', url, { headers: { accept: 'text/html', ...headers } })

async function write(person: Person, status: string, more: object = {}): Promise<string> {
  const reply = await world.call('POST', '/api/v1/statuses', { token: person.token, body: { status, ...more } })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.id
}

const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)> javascript:alert(3)'
const renamed = await world.call('PATCH', '/api/v1/accounts/update_credentials', {
  token: eve.token,
  body: { display_name: '<b onmouseover=x>"Eve"', note: hostile },
})
assert.equal(renamed.status, 200, renamed.text)

const first = await write(ada, 'Hello, world #Birds')
const reply = await write(bob, '@ada Hello to you', { in_reply_to_id: first })
const unlisted = await write(ada, 'An unlisted thought', { visibility: 'unlisted' })
const secrets = [
  await write(ada, 'SECRET for followers #birds', { visibility: 'private' }),
  await write(ada, '@bob SECRET for one', { visibility: 'direct' }),
  await write(bob, '@ada SECRET answer', { visibility: 'direct', in_reply_to_id: first }),
]
const nasty = await write(eve, hostile, { spoiler_text: '</summary><script>alert(4)</script>' })

test('the front page shows the newest public posts, counts and the way in', async () => {
  const { status, headers, text } = await get('/')
  assert.equal(status, 200)
  assert.match(String(headers['content-type']), /^text\/html/)
  assert.match(String(headers['content-security-policy']), /default-src 'none'/)
  assert.match(text, /Hello, world/)
  assert.doesNotMatch(text, /unlisted thought/)
  assert.match(text, /<dt>people<\/dt><dd>3<\/dd>/)
  assert.match(text, /href="\/auth\/sign_up"/)
  assert.match(text, /property="og:image" content="http:\/\/tweeter\.test\/assets\/preview-1200\.png"/)
})

test('a profile shows what anybody may see, and leads to its JSON', async () => {
  const { status, text } = await get('/@ADA')
  assert.equal(status, 200)
  assert.match(text, /Hello, world/)
  assert.match(text, /unlisted thought/)
  assert.match(text, /<link rel="canonical" href="http:\/\/tweeter\.test\/@ada">/)
  assert.match(
    text,
    new RegExp(`rel="alternate" type="application/json" href="http://tweeter.test/api/v1/accounts/${ada.id}/statuses"`),
  )
  assert.match((await get('/@ada@tweeter.test')).text, /Hello, world/)
})

test('a post stands with what it answers and what answered it', async () => {
  const above = (await get(`/@ada/${first}`)).text
  assert.match(above, /Hello, world.*Hello to you/s)
  assert.match(above, /property="og:description" content="Hello, world #Birds"/)
  const below = (await get(`/@bob/${reply}`)).text
  assert.match(below, /Hello, world.*Hello to you/s)
  assert.doesNotMatch(above, /name="robots"/)
  assert.match((await get(`/@ada/${unlisted}`)).text, /<meta name="robots" content="noindex">/)
})

test('a tag is found in every spelling', async () => {
  for (const tag of ['birds', 'BIRDS', 'Birds']) {
    const { status, text } = await get(`/tags/${tag}`)
    assert.equal(status, 200)
    assert.match(text, /Hello, world/)
  }
  assert.match((await get('/tags/nothing')).text, /noindex.*Nobody has posted about this yet/s)
  assert.equal((await get('/tags/%21')).status, 404)
})

test('nothing that is not public is ever on a page, whoever looks', async () => {
  const cookie = await signIn(await person('cara'))
  const pages = ['/', '/@ada', '/@bob', '/tags/birds', `/@ada/${first}`, `/@bob/${reply}`]
  for (const url of pages) {
    for (const headers of [{}, { cookie }, { authorization: `Bearer ${ada.token}` }] as Record<string, string>[]) {
      assert.doesNotMatch((await get(url, headers)).text, /SECRET/, url)
    }
  }
  for (const id of secrets) {
    for (const name of ['ada', 'bob']) {
      assert.equal((await get(`/@${name}/${id}`)).status, 404)
      assert.doesNotMatch((await get(`/@${name}/${id}`, { cookie })).text, /SECRET/)
    }
  }
})

test('what people write is inert wherever it is shown', async () => {
  for (const url of ['/', '/@eve', `/@eve/${nasty}`]) {
    const { text } = await get(url)
    assert.match(text, /&lt;b onmouseover=x&gt;&quot;Eve&quot;/, url)
    assert.doesNotMatch(
      text,
      /<script(?! type="application\/ld\+json">\{)|<img src=x|<b onmouseover|href="javascript/i,
      url,
    )
  }
  const { text } = await get('/tags/%3Cscript%3Ealert(1)%3C%2Fscript%3E')
  assert.doesNotMatch(text, /<script>alert/)
})

test('what is not there is a page that says so', async () => {
  const urls = ['/@nobody_here', '/@ada/1', `/@bob/${first}`, '/@ada/x', '/nothing', '/@ada@elsewhere.example']
  for (const url of urls) {
    const { status, headers, text } = await get(url)
    assert.equal(status, 404, url)
    assert.match(String(headers['content-type']), /^text\/html/, url)
    assert.match(String(headers['content-security-policy']), /style-src 'self'/, url)
    assert.match(text, /There is nothing here/)
  }
  assert.equal((await world.call('GET', '/nothing')).json.error, 'Record not found')
})

test('a boost and the addresses in documents lead to the page', async () => {
  const boost = await world.call('POST', `/api/v1/statuses/${first}/reblog`, { token: bob.token })
  for (const [url, target] of [
    [`/@bob/${boost.json.id}`, `http://tweeter.test/@ada/${first}`],
    ['/users/ada', '/@ada'],
    [`/users/ada/statuses/${first}`, `/@ada/${first}`],
    [`/users/ada/statuses/${first}/activity`, `/@ada/${first}`],
  ] as const) {
    const { status, headers } = await get(url)
    assert.deepEqual({ status, location: headers.location }, { status: 302, location: target })
  }
  assert.match((await get('/@bob')).text, /<bdi>bob<\/bdi> boosted.*Hello, world/s)
})

test('pages of posts lead to each other, both ways, and end', async () => {
  const cy = await world.account('cy')
  for (let number = 0; number < 45; number++) await write(cy, `Post number ${number}.`)
  const walk = async (url: string, rel: 'next' | 'prev') => {
    const seen: number[][] = []
    for (let at: string | undefined = url; at !== undefined; ) {
      const { text } = await get(at)
      seen.push([...text.matchAll(/<p>Post number (\d+)\.<\/p>/g)].map((match) => Number(match[1])))
      at = new RegExp(`href="([^"]+)" rel="${rel}"`).exec(text)?.[1]
      if (at === undefined) return { seen, last: text }
    }
    throw new Error('unreachable')
  }
  const down = await walk('/@cy', 'next')
  assert.deepEqual(
    down.seen.map((page) => page.length),
    [20, 20, 5],
  )
  assert.deepEqual(
    down.seen.flat(),
    Array.from({ length: 45 }, (_, index) => 44 - index),
  )
  const newer = /href="([^"]+)" rel="prev"/.exec(down.last)![1]!
  const up = await walk(newer, 'prev')
  assert.deepEqual(
    up.seen.flat().toSorted((a, b) => b - a),
    down.seen.flat().slice(0, 40),
  )
})

test('a page costs a fixed number of statements, and nearly none when warm', async () => {
  for (const url of ['/', '/@cy', '/tags/birds', `/@ada/${first}`]) {
    pulse(world.app.bus, othersWrote, {})
    const cold = await world.statements(() => get(url))
    // One of them reads the blocks of network addresses, which a change beside the server made uncertain.
    assert.ok(cold.count <= 12, `${url} took ${cold.count} cold`)
    const warm = await world.statements(() => get(url))
    assert.ok(warm.count <= 4, `${url} took ${warm.count} warm`)
  }
})

test('who is signed in gets the web client, with what it begins with', async () => {
  for (const url of ['/', '/@bob', '/tags/birds', '/notifications']) {
    const { text, headers } = await get(url, { cookie: await signIn(ada) })
    const initial = JSON.parse(/id="initial">([^<]*)</.exec(text)![1]!)
    assert.equal(initial.me.username, 'ada')
    assert.deepEqual(initial.permissions.includes('manage_rules'), true)
    assert.equal(initial.home?.length > 0, url === '/')
    assert.match(String(headers['content-security-policy']), /script-src 'self';/)
    const script = /<script type="module" src="([^"]+)"/.exec(text)![1]!
    const file = await get(script, { 'accept-encoding': 'br' })
    assert.deepEqual([file.status, file.headers['content-encoding']], [200, 'br'])
    assert.match(String(file.headers['cache-control']), /immutable/)
  }
  const stranger = await get('/notifications')
  assert.deepEqual([stranger.status, stranger.headers.location], [302, '/auth/sign_in?next=%2Fnotifications'])
  assert.match((await get('/explore')).text, /"me":null/)
  assert.equal((await get('/client/nothing.js')).status, 404)
  assert.equal((await get('/client/..%2fapp%2fmain.tsx')).status, 404)
})

const letter = template<{ link: string }>(
  'pages.test',
  () => 'A link',
  ({ link }) => `Open ${link}`,
  ({ link }) => html`<p><a href="${link}">Open</a></p>`,
)

test('mails on file are for the owner', async () => {
  const data = { link: 'https://a.example/?t=1' }
  await transact(world.app.db, (tx) => sendMail(tx, { to: 'someone@people.example', template: letter, data }))
  await world.jobs()
  const stranger = await get('/admin/mails')
  assert.equal(stranger.status, 302)
  assert.equal(stranger.headers.location, '/auth/sign_in?next=%2Fadmin%2Fmails')
  assert.equal((await get('/admin/mails', { cookie: await signIn(bob) })).status, 403)
  assert.equal((await get('/admin/mails', { authorization: `Bearer ${ada.token}` })).status, 302)
  const admin = await person('admin', 'admin')
  assert.equal((await get('/admin/mails', { cookie: await signIn(admin) })).status, 403)
  const cookie = await signIn(ada)
  const list = await get('/admin/mails', { cookie })
  const href = /href="(\/admin\/mails\/[^"]+)"/.exec(list.text)![1]!
  const mail = await get(href, { cookie })
  assert.match(mail.text, /srcdoc=/)
  assert.match(String(mail.headers['content-security-policy']), /style-src 'self' 'unsafe-inline'/)
  assert.doesNotMatch(String(mail.headers['content-security-policy']), /script-src/)
  assert.equal((await get('/admin/mails/..%2Fsecret', { cookie })).status, 404)
  assert.equal((await get(href)).status, 302)
})

test('the small files', async () => {
  assert.match((await get('/robots.txt')).text, /^User-agent: \*\nDisallow: \/admin\//)
  const manifest = await get('/manifest.json')
  assert.match(String(manifest.headers['content-type']), /^application\/manifest\+json/)
  assert.equal(manifest.json.name, 'Nest')
  for (const { src } of manifest.json.icons) assert.equal((await get(src)).status, 200, src)
  const { id, scope, start_url, display, lang, share_target, shortcuts, icons } = manifest.json
  assert.deepEqual([id, scope, start_url, display, lang], ['/', '/', '/', 'standalone', 'en'])
  assert.equal(share_target.action, '/share')
  assert.deepEqual(shortcuts[0].url, '/compose')
  assert.ok(icons.some(({ purpose, sizes }: Record<string, string>) => purpose === 'maskable' && sizes === '512x512'))
  const persian = (await get('/manifest.json', { 'accept-language': 'fa' })).json
  assert.deepEqual([persian.lang, persian.dir, persian.shortcuts[1].name], ['fa', 'rtl', 'اعلان‌ها'])
})

/** Has a password. A new one ends every token, so theirs is made after it. */
async function person(username: string, role: Role = 'user'): Promise<Person> {
  const { id } = await world.account(username, { role })
  await setPassword(world.app, Number(id), password)
  return { id, username, token: await world.token(id, ['read', 'write']) }
}

/** Through the form, as a browser does it; @returns the cookies. */
async function signIn(person: Person): Promise<string> {
  const jar = new Map<string, string>()
  const keep = (headers: { 'set-cookie'?: string | string[] | number | undefined }) => {
    for (const cookie of [headers['set-cookie'] ?? []].flat()) {
      const [name, value] = String(cookie).split(';')[0]!.split('=')
      jar.set(name!, value!)
    }
  }
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const form = await get('/auth/sign_in')
  keep(form.headers)
  const csrf = /name="csrf" value="([^"]+)"/.exec(form.text)![1]!
  const sent = await world.call('POST', '/auth/sign_in', {
    body: String(new URLSearchParams({ csrf, login: person.username, password })),
    headers: { cookie: cookies() },
  })
  assert.equal(sent.status, 302, sent.text)
  keep(sent.headers)
  return cookies()
}
