import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import sharp from 'sharp'
import { openWorld } from '../../testing/world.ts'

const world = await openWorld({
  TWEETER_URL: 'http://tweeter.test:3000',
  TWEETER_NAME: 'Nest',
  TWEETER_DESCRIPTION: 'Ours & <b>yours</b>.',
  TWEETER_CONTACT_EMAIL: 'post@tweeter.test',
  TWEETER_POST_CHARACTERS: '777',
})
after(world.close)

const owner = await world.account('ada', { role: 'owner' })
const bob = await world.account('bob')
await world.call('POST', '/api/v1/statuses', { token: bob.token, body: { status: 'One' } })

const get = (url: string) => world.call('GET', url)

test('v2 says what is true, with the port in the domain and the way to the stream', async () => {
  const { status, json, headers } = await get('/api/v2/instance')
  assert.equal(status, 200)
  assert.equal(headers['access-control-allow-origin'], '*')
  assert.equal(json.domain, 'tweeter.test:3000')
  assert.equal(json.title, 'Nest')
  assert.match(json.version, /^4\.\d+\.\d+ \(compatible; Tweeter \d+\.\d+\.\d+\)$/)
  assert.equal(json.configuration.urls.streaming, 'ws://tweeter.test:3000')
  assert.equal(json.configuration.statuses.max_characters, 777)
  assert.equal(json.configuration.statuses.max_media_attachments, 4)
  assert.equal(json.configuration.media_attachments.image_size_limit, 16 * 1024 * 1024)
  assert.equal(json.configuration.media_attachments.description_limit, 1500)
  assert.equal(json.configuration.polls.max_options, 4)
  assert.match(json.configuration.vapid.public_key, /^[\w-]{87}$/)
  assert.deepEqual(json.usage, { users: { active_month: 2 } })
  assert.deepEqual(json.contact.email, 'post@tweeter.test')
  assert.equal(json.contact.account.id, owner.id)
  assert.equal(json.registrations.enabled, true)
  assert.equal(json.registrations.message, null)
  assert.deepEqual(json.rules, [])
})

test('what the version of the API stands for is there', async () => {
  const { mastodon } = (await get('/api/v2/instance')).json.api_versions
  assert.equal(mastodon, 10)
  const since: [version: number, path: string][] = [
    [2, '/api/v2/notifications'],
    [6, `/api/v1/accounts/${bob.id}/endorsements`],
    [7, `/api/v1/accounts/${bob.id}/statuses`],
    [10, `/api/v1/accounts/${bob.id}/collections`],
  ]
  for (const [version, path] of since) {
    const { status, json } = await world.call('GET', path, { token: bob.token })
    assert.equal(status, 200, path)
    if (version === 7) assert.ok(json[0].quote_approval)
  }
})

test('v1 agrees with v2, and its description is HTML', async () => {
  const { json } = await get('/api/v1/instance/')
  assert.equal(json.uri, 'tweeter.test:3000')
  assert.equal(json.short_description, 'Ours & <b>yours</b>.')
  assert.equal(json.description, 'Ours &amp; &lt;b&gt;yours&lt;/b&gt;.')
  assert.equal(json.urls.streaming_api, 'ws://tweeter.test:3000')
  assert.deepEqual(json.stats, { user_count: 2, status_count: 1, domain_count: 0 })
  assert.equal(json.registrations, true)
  assert.equal(json.contact_account.username, 'ada')
  const v2 = (await get('/api/v2/instance')).json
  assert.equal(json.version, v2.version)
  for (const part of ['statuses', 'media_attachments', 'polls', 'accounts']) {
    assert.deepEqual(json.configuration[part], v2.configuration[part])
  }
})

test('counts are kept for a minute, and no longer', async () => {
  const posts = async () => (await get('/api/v1/instance')).json.stats.status_count
  assert.equal(await posts(), 1)
  await world.call('POST', '/api/v1/statuses', { token: bob.token, body: { status: 'Two' } })
  const { result, count } = await world.statements(posts)
  assert.deepEqual({ result, count }, { result: 1, count: 0 })
  world.pass(61_000)
  assert.equal(await posts(), 2)
})

test('who may sign up is told the same everywhere', async () => {
  const expected = { open: true, approval: true, invite: false, closed: false }
  for (const [registration, enabled] of Object.entries(expected)) {
    const other = await openWorld({ TWEETER_REGISTRATION: registration })
    const { registrations } = (await other.call('GET', '/api/v2/instance')).json
    const v1 = (await other.call('GET', '/api/v1/instance')).json
    const nodeInfo = (await other.call('GET', '/nodeinfo/2.0')).json
    assert.equal(registrations.enabled, enabled)
    assert.equal(registrations.approval_required, registration === 'approval')
    assert.equal(typeof registrations.message, enabled ? 'object' : 'string')
    assert.equal(v1.registrations, enabled)
    assert.equal(v1.invites_enabled, registration === 'invite')
    assert.equal(v1.contact_account, null)
    assert.equal(nodeInfo.openRegistrations, enabled)
    await other.close()
  }
})

test('the smaller documents', async () => {
  for (const url of ['peers', 'rules', 'domain_blocks']) {
    assert.deepEqual((await get(`/api/v1/instance/${url}`)).json, [])
  }
  assert.deepEqual((await get('/api/v1/instance/translation_languages')).json, {})
  const extended = (await get('/api/v1/instance/extended_description')).json
  assert.equal(extended.content, '<p>Ours &amp; &lt;b&gt;yours&lt;/b&gt;.</p>')
  assert.ok(Date.parse(extended.updated_at) > 0)
  assert.match((await get('/api/v1/instance/privacy_policy')).json.content, /^<p>What Nest keeps/)
  const terms = await get('/api/v1/instance/terms_of_service')
  assert.equal(terms.status, 404)
  assert.equal(typeof terms.json.error, 'string')
})

test('languages have a code and a name', async () => {
  const languages = (await get('/api/v1/instance/languages')).json
  assert.ok(languages.length > 150)
  assert.deepEqual(
    languages.find((one: { code: string }) => one.code === 'de'),
    { code: 'de', name: 'German' },
  )
  assert.ok(languages.every((one: { code: string; name: string }) => /^[a-z]{2}$/.test(one.code) && one.name !== ''))
})

test('activity has twelve weeks, this one first, in text', async () => {
  const weeks = (await get('/api/v1/instance/activity')).json
  assert.equal(weeks.length, 12)
  assert.deepEqual(weeks[0], { week: weeks[0].week, statuses: '2', logins: '2', registrations: '2' })
  assert.equal(new Date(Number(weeks[0].week) * 1000).getUTCDay(), 1)
  assert.equal(Number(weeks[0].week) - Number(weeks[1].week), 7 * 86_400)
  assert.equal(weeks[11].statuses, '0')
})

test('NodeInfo is found and says which software and which API', async () => {
  const { links } = (await get('/.well-known/nodeinfo')).json
  assert.deepEqual(
    links.map((link: { href: string }) => link.href),
    ['http://tweeter.test:3000/nodeinfo/2.0', 'http://tweeter.test:3000/nodeinfo/2.1'],
  )
  for (const version of ['2.0', '2.1']) {
    const { headers, json } = await get(`/nodeinfo/${version}`)
    assert.match(String(headers['content-type']), new RegExp(`^application/json; profile=".*/${version}#"`))
    assert.equal(json.version, version)
    assert.equal(json.software.name, 'tweeter')
    assert.equal(json.usage.users.total, 2)
    assert.equal(json.usage.localPosts, 2)
    assert.equal(json.metadata.upstream.name, 'mastodon')
  }
})

test('WebFinger finds people of this network, in every way of writing them', async () => {
  const find = (resource: string, more = '') =>
    get(`/.well-known/webfinger?resource=${encodeURIComponent(resource)}${more}`)
  for (const resource of [
    'acct:ada@tweeter.test:3000',
    'acct:ADA@tweeter.test:3000',
    'http://tweeter.test:3000/@ada',
    'http://tweeter.test:3000/users/ada',
  ]) {
    const { status, headers, json } = await find(resource)
    assert.equal(status, 200, resource)
    assert.match(String(headers['content-type']), /^application\/jrd\+json/)
    assert.equal(json.subject, 'acct:ada@tweeter.test:3000')
    assert.deepEqual(json.aliases, ['http://tweeter.test:3000/@ada', 'http://tweeter.test:3000/users/ada'])
    assert.equal(json.links.length, 2)
  }
  const avatar = 'http://webfinger.net/rel/avatar'
  const one = await find('acct:ada@tweeter.test:3000', `&rel=${encodeURIComponent(avatar)}`)
  assert.deepEqual(
    one.json.links.map((link: { rel: string }) => link.rel),
    [avatar],
  )
})

test('WebFinger refuses what is not of this network', async () => {
  const status = async (query: string) => (await get(`/.well-known/webfinger${query}`)).status
  assert.equal(await status(''), 400)
  assert.equal(await status('?resource=ada'), 400)
  assert.equal(await status('?resource=mailto:ada@tweeter.test'), 400)
  assert.equal(await status('?resource=acct:nobody_here@tweeter.test:3000'), 404)
  assert.equal(await status('?resource=acct:ada@elsewhere.example'), 404)
  assert.equal(await status('?resource=https://elsewhere.example/@ada'), 404)
  assert.equal(await status('?resource=http://tweeter.test:3000/about'), 404)
})

test('host-meta leads to WebFinger', async () => {
  const xml = await get('/.well-known/host-meta')
  assert.match(String(xml.headers['content-type']), /^application\/xrd\+xml/)
  assert.match(xml.text, /template="http:\/\/tweeter\.test:3000\/\.well-known\/webfinger\?resource=\{uri\}"/)
  assert.match((await get('/.well-known/host-meta.json')).json.links[0].template, /webfinger\?resource=\{uri\}$/)
})

test('the pictures that the documents name are there', async () => {
  const { thumbnail, icon } = (await get('/api/v2/instance')).json
  for (const [src, size] of [
    ...icon.map((one: { src: string; size: string }) => [one.src, one.size]),
    [thumbnail.versions['@1x'], '1200x630'],
    [thumbnail.versions['@2x'], '2400x1260'],
  ]) {
    const reply = await world.tweeter.http.inject(new URL(src).pathname)
    assert.equal(reply.headers['content-type'], 'image/png')
    const { width, height } = await sharp(reply.rawPayload).metadata()
    assert.equal(`${width}x${height}`, size)
  }
  assert.equal((await get('/assets/icon-47.png')).status, 404)
  assert.equal((await get('/assets/icon.svg')).status, 200)
  assert.equal((await get('/favicon.ico')).status, 200)
})
