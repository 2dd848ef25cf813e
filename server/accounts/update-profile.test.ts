import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import sharp from 'sharp'
import { openWorld } from '../../testing/world.ts'
import { everything } from './testing.ts'

const world = await openWorld()
after(world.close)
const ada = await world.account('ada')
const patch = (body: object | string | FormData, url = '/api/v1/accounts/update_credentials') =>
  world.call('PATCH', url, { token: ada.token, body })
const me = async () => (await world.call('GET', '/api/v1/accounts/verify_credentials', { token: ada.token })).json
const picture = async (width = 600, height = 400) =>
  new Blob([
    new Uint8Array(
      await sharp({ create: { width, height, channels: 3, background: '#c33' } })
        .png()
        .toBuffer(),
    ),
  ])

test('what is given changes, the rest stays, and others see it at once', async () => {
  await world.call('GET', `/api/v1/accounts/${ada.id}`)
  const reply = await patch({
    display_name: '  Ada  L. ',
    note: 'Hello <b>\r\nhttps://ada.example/x?a=1&b=2',
    locked: true,
    bot: 'true',
    discoverable: false,
    source: { privacy: 'private', sensitive: true, language: 'de', quote_policy: 'followers' },
  })
  assert.equal(reply.status, 200, reply.text)
  assert.equal(reply.json.display_name, 'Ada L.')
  assert.equal(reply.json.source.note, 'Hello <b>\nhttps://ada.example/x?a=1&b=2')
  assert.match(reply.json.note, /^<p>Hello &lt;b&gt;<br \/><a href="https:\/\/ada\.example\/x\?a=1&amp;b=2"/)
  assert.equal(reply.json.source.privacy, 'private')
  assert.deepEqual([reply.json.locked, reply.json.bot, reply.json.discoverable], [true, true, false])
  const seen = (await world.call('GET', `/api/v1/accounts/${ada.id}`)).json
  assert.equal(seen.display_name, 'Ada L.')
  assert.equal(seen.source, undefined)
  assert.equal((await patch({ bot: false })).json.source.language, 'de')
  assert.equal((await patch('source[language]=&source[sensitive]=0')).json.source.language, null)
  const preferences = (await world.call('GET', '/api/v1/preferences', { token: ada.token })).json
  assert.equal(preferences['posting:default:visibility'], 'private')
  assert.equal(preferences['posting:default:sensitive'], false)
})

test('fields, in every form that apps send', async () => {
  const want = [
    { name: 'Web', value: 'https://ada.example' },
    { name: 'Born', value: '1815' },
  ]
  const form = new FormData()
  for (const [index, { name, value }] of want.entries()) {
    form.set(`fields_attributes[${index}][name]`, name)
    form.set(`fields_attributes[${index}][value]`, value)
  }
  form.set('fields_attributes[2][name]', '')
  form.set('fields_attributes[2][value]', '')
  const numbered = want.map(
    ({ name, value }, n) => `fields_attributes[${n}][name]=${name}&fields_attributes[${n}][value]=${value}`,
  )
  const listed = want.map(({ name, value }) => `fields_attributes[][name]=${name}&fields_attributes[][value]=${value}`)
  const bodies = [
    { fields_attributes: want },
    { fields_attributes: { 0: want[0], 1: want[1] } },
    form,
    numbered.join('&'),
    listed.join('&'),
  ]
  for (const body of bodies) {
    assert.deepEqual((await patch({ fields_attributes: [] })).json.fields, [])
    const { json } = await patch(body)
    assert.deepEqual(
      json.source.fields.map(({ name, value }: { name: string; value: string }) => ({ name, value })),
      want,
    )
    assert.match(json.fields[0].value, /^<a href="https:\/\/ada\.example"/)
  }
})

test('pictures: made safe, shown to all, replaced, taken back', async () => {
  const form = new FormData()
  form.set('avatar', await picture(), 'me.png')
  form.set('header', await picture(1600, 900), 'sky.png')
  form.set('display_name', 'Ada')
  const first = (await patch(form)).json
  assert.match(first.avatar, /^http:\/\/tweeter\.test\/media\/avatars\/[0-9a-f]{32}\.png$/)
  const path = (address: string) => new URL(address).pathname
  const shown = await world.call('GET', path(first.avatar))
  assert.equal(shown.status, 200)
  assert.equal((await world.call('GET', path(first.header))).headers['content-type'], 'image/png')
  const again = new FormData()
  again.set('avatar', await picture(300, 300), 'other.png')
  const second = (await patch(again, '/api/v1/profile')).json
  assert.notEqual(second.avatar, first.avatar)
  assert.equal(second.header, first.header)
  await world.jobs()
  assert.equal((await world.call('GET', path(first.avatar))).status, 404, 'what nobody shows is gone')
  const gone = await world.call('DELETE', '/api/v1/profile/avatar', { token: ada.token })
  assert.match(gone.json.avatar, /avatars\/default\//)
  const plain = await world.call('DELETE', '/api/v1/profile/header', { token: ada.token })
  assert.match(plain.json.header, /headers\/default\//)
  const profile = (await world.call('GET', '/api/v1/profile', { token: ada.token })).json
  assert.equal(profile.avatar, null)
})

test('the profile: its own settings', async () => {
  const change = {
    show_media: false,
    avatar_description: 'A red square',
    attribution_domains: ['https://Ada.example/'],
  }
  const reply = await world.call('PUT', '/api/v1/profile', { token: ada.token, body: change })
  assert.equal(reply.json.show_media, false)
  assert.equal(reply.json.show_featured, true)
  assert.equal(reply.json.avatar_description, 'A red square')
  assert.deepEqual(reply.json.attribution_domains, ['ada.example'])
  assert.deepEqual((await me()).source.attribution_domains, ['ada.example'])
  assert.deepEqual((await patch({ attribution_domains: [] })).json.source.attribution_domains, [])
})

test('what will not do is named, and nothing changes', async () => {
  const field = { name: 'n', value: 'v' }
  const broken = new FormData()
  broken.set('avatar', new Blob(['no picture']), 'me.png')
  broken.set('display_name', 'Somebody')
  const second = new FormData()
  second.set('avatar', await picture(), 'me.png')
  second.set('header', new Blob(['no picture']), 'sky.png')
  const cases: (object | FormData)[] = [
    { display_name: 'x'.repeat(31) },
    { note: 'x'.repeat(501) },
    { fields_attributes: [field, field, field, field, field] },
    { fields_attributes: [{ name: '', value: 'v' }] },
    { fields_attributes: [{ name: 'n', value: 'x'.repeat(256) }] },
    { source: { privacy: 'direct' } },
    { source: { language: 'not a language' } },
    { attribution_domains: ['not a domain'] },
    { locked: 'perhaps' },
    { avatar: 'a text' },
    broken,
    second,
  ]
  const reader = await world.token(ada.id, ['read'])
  const before = await everything(world)
  for (const body of cases) assert.equal((await patch(body)).status, 422, JSON.stringify(body))
  const refused = { token: reader, body: { display_name: 'x' } }
  assert.equal((await world.call('PATCH', '/api/v1/accounts/update_credentials', refused)).status, 403)
  assert.deepEqual(await everything(world), before)
  assert.equal((await patch({ display_name: 'x'.repeat(30), note: '😀'.repeat(500) })).status, 200)
})

test('of pictures that come at once one stays, and no file of the others', async () => {
  const files = () =>
    readdirSync(join(world.app.config.dataDir, 'blobs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('avatars'),
    )
  await world.jobs()
  const before = new Set(files())
  await Promise.all(
    [500, 501, 502, 503].map(async (width) => {
      const form = new FormData()
      form.set('avatar', await picture(width), 'a.png')
      assert.equal((await patch(form)).status, 200)
    }),
  )
  await world.jobs()
  const after = files().filter((name) => !before.has(name))
  assert.equal(after.length, 1)
  assert.ok((await me()).avatar.endsWith(after[0]!.slice(after[0]!.lastIndexOf(',') + 1)))
})
