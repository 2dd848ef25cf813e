import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import sharp from 'sharp'
import { openWorld, type Person } from '../../../testing/world.ts'
import { othersWrote, pulse } from '../../signals/index.ts'

const world = await openWorld()
after(world.close)
const admin = await world.account('adam', { role: 'admin' })
const alice = await world.account('alice')

const ADMIN = '/api/tweeter/v1/admin/custom_emojis'
const picture = (side = 40) =>
  sharp({ create: { width: side, height: side, channels: 4, background: '#3af' } })
    .png()
    .toBuffer()
const moving = async () => {
  const frames = await Promise.all(
    ['#f00', '#0f0'].map((background) =>
      sharp({ create: { width: 40, height: 40, channels: 4, background } })
        .png()
        .toBuffer(),
    ),
  )
  return await sharp(frames, { join: { animated: true } })
    .gif({ delay: [100, 100] })
    .toBuffer()
}
async function add(shortcode: string, fields: Record<string, string> = {}, bytes?: Buffer, who: Person = admin) {
  const body = new FormData()
  body.set('shortcode', shortcode)
  body.set('image', new Blob([new Uint8Array(bytes ?? (await picture()))]), 'emoji.png')
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return await world.call('POST', ADMIN, { token: who.token, body })
}
const ok = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const listed = async () => (await world.call('GET', '/api/v1/custom_emojis')).json
const codes = (emojis: { shortcode: string }[]) => emojis.map((one) => one.shortcode)
const stored = async (url: string) => {
  const { statusCode, rawPayload } = await world.tweeter.http.inject({ method: 'GET', url: new URL(url).pathname })
  return { statusCode, bytes: rawPayload }
}

test('uploaded, re-encoded, listed, changed, disabled and deleted', async () => {
  const { json: cat, status, text } = await add('cat', { category: 'Animals' }, await picture(600))
  assert.equal(status, 200, text)
  assert.deepEqual(await listed(), [
    {
      shortcode: 'cat',
      url: cat.url,
      static_url: cat.url,
      visible_in_picker: true,
      category: 'Animals',
      featured: false,
    },
  ])
  const file = await stored(cat.url)
  assert.deepEqual([file.statusCode, (await sharp(file.bytes).metadata()).width], [200, 256])

  const { json: party } = await add('party', { category: 'Animals', featured: 'true' }, await moving())
  assert.notEqual(party.url, party.static_url)
  const still = await sharp((await stored(party.static_url)).bytes).metadata()
  const whole = await sharp((await stored(party.url)).bytes).metadata()
  assert.deepEqual([still.pages ?? 1, whole.pages], [1, 2])
  await ok(admin, 'PATCH', `${ADMIN}/${cat.id}`, { featured: true })
  assert.deepEqual(
    (await listed()).map((one: { featured: boolean }) => one.featured),
    [true, false],
    'a category has one',
  )
  await ok(admin, 'PUT', `${ADMIN}/${party.id}`, { visible_in_picker: false })
  assert.deepEqual(codes(await listed()), ['cat'])
  assert.deepEqual((await ok(admin, 'PATCH', `${ADMIN}/${cat.id}`, { disabled: true })).disabled, true)
  assert.deepEqual(await listed(), [])
  assert.deepEqual(codes(await ok(admin, 'GET', ADMIN)), ['party', 'cat'])
  assert.equal((await ok(admin, 'PATCH', `${ADMIN}/${cat.id}`, { disabled: false })).category, 'Animals')

  assert.deepEqual(await ok(admin, 'DELETE', `${ADMIN}/${cat.id}`), {})
  assert.equal((await world.call('GET', `${ADMIN}/${cat.id}`, { token: admin.token })).status, 404)
  await world.jobs()
  assert.equal((await stored(cat.url)).statusCode, 404)
  const again = await add('cat')
  assert.equal(again.status, 200, 'the name is free again')
  assert.notEqual(again.json.id, cat.id)
  const log = await ok(admin, 'GET', '/api/tweeter/v1/admin/audit_log?target_type=custom_emoji')
  assert.equal(log.length, 8)
  assert.deepEqual([log[1].action, log[1].details.shortcode], ['custom_emoji.destroy', 'cat'])
})

test('what will not do is refused and leaves nothing', async () => {
  const before = await ok(admin, 'GET', ADMIN)
  for (const [name, fields, bytes] of [
    ['a', {}],
    ['so bad', {}],
    ['party', {}],
    ['text', {}, Buffer.from('no picture')],
    ['big', {}, Buffer.alloc(300 * 1024)],
    ['fine', { featured: 'true' }],
    ['fine', { category: 'x'.repeat(101) }],
  ] as [string, Record<string, string>, Buffer?][]) {
    const { status, text } = await add(name, fields, bytes)
    assert.ok([413, 422].includes(status), `${name}: ${status} ${text}`)
  }
  assert.equal((await world.call('POST', ADMIN, { token: admin.token, body: { shortcode: 'none' } })).status, 422)
  assert.equal((await add('mine', {}, undefined, alice)).status, 403)
  assert.deepEqual(await ok(admin, 'GET', ADMIN), before)
  const replies = await Promise.all([add('twice'), add('twice')])
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 422], 'of two at once one is made')
})

test('posts, polls, versions and profiles show those that they name, from the change on', async () => {
  const post = (body: object) => ok(alice, 'POST', '/api/v1/statuses', body)
  const { json: sun } = await add('sun_1')
  const first = await post({
    status: 'a:sun_1: :sun_1: (:moon:) :sun_1::sun_1:',
    spoiler_text: ':moon:',
    poll: { options: [':star: one', 'two'], expires_in: 600 },
  })
  assert.deepEqual(codes(first.emojis), ['sun_1'])
  assert.deepEqual(first.emojis[0], {
    shortcode: 'sun_1',
    url: sun.url,
    static_url: sun.static_url,
    visible_in_picker: true,
  })
  const plain = await post({ status: '12:sun_1:30 http://a.example/x:sun_1:y' })
  assert.deepEqual(plain.emojis, [])
  await ok(alice, 'PATCH', '/api/v1/accounts/update_credentials', {
    display_name: 'Alice :moon:',
    note: ':star:',
    fields_attributes: [{ name: ':sun_1:', value: 'x' }],
  })
  const show = () => ok(alice, 'GET', `/api/v1/statuses/${first.id}`)
  assert.deepEqual(codes((await show()).account.emojis), ['sun_1'])
  await add('moon')
  const { json: star } = await add('star')
  const shown = await show()
  assert.deepEqual(codes(shown.emojis), ['moon', 'sun_1', 'star'])
  assert.deepEqual(codes(shown.poll.emojis), ['star'])
  assert.deepEqual(codes(shown.account.emojis), ['moon', 'star', 'sun_1'])
  assert.deepEqual((await ok(alice, 'GET', '/api/v1/timelines/public'))[1].emojis, shown.emojis)

  const boost = await ok(admin, 'POST', `/api/v1/statuses/${first.id}/reblog`)
  assert.deepEqual(codes(boost.emojis), codes(boost.reblog.emojis))
  await ok(alice, 'PUT', `/api/v1/statuses/${plain.id}`, { status: 'now :star:' })
  await ok(alice, 'PUT', `/api/v1/statuses/${plain.id}`, { status: 'then :moon:' })
  const history = await ok(alice, 'GET', `/api/v1/statuses/${plain.id}/history`)
  assert.deepEqual(
    history.map((one: { emojis: [] }) => codes(one.emojis)),
    [[], ['star'], ['moon']],
  )
  await ok(admin, 'PATCH', `${ADMIN}/${star.id}`, { disabled: true })
  assert.deepEqual(codes((await show()).emojis), ['moon', 'sun_1'])
  assert.deepEqual((await show()).poll.emojis, [])
})

test('they cost nothing while they are known, and are found by another process’s change', async () => {
  await ok(alice, 'GET', '/api/v1/timelines/home')
  const { count } = await world.statements(() => ok(alice, 'GET', '/api/v1/timelines/home'))
  assert.equal(count, 0)
  assert.equal((await world.statements(listed)).count, 0)
  await world.app.db.pool`update custom_emojis set disabled_at = now()`
  pulse(world.app.bus, othersWrote, {})
  assert.deepEqual(await listed(), [])
  assert.deepEqual(world.complaints, [])
})
