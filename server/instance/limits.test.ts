import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import sharp from 'sharp'
import { openWorld } from '../../testing/world.ts'

const world = await openWorld({ TWEETER_POST_CHARACTERS: '777' })
after(world.close)

const { token } = await world.account('ada')
const { configuration } = (await world.call('GET', '/api/v2/instance')).json

test('the limits are those that are kept', async () => {
  const { accounts, statuses } = configuration
  const letters = (count: number) => 'x'.repeat(count)
  const send = async (method: string, url: string, body: object) =>
    (await world.call(method, url, { token, body })).status
  const fits = async (method: string, url: string, most: number, bodyOf: (length: number) => object) => {
    assert.equal(await send(method, url, bodyOf(most)), 200, JSON.stringify(bodyOf(most)).slice(0, 100))
    assert.equal(await send(method, url, bodyOf(most + 1)), 422, JSON.stringify(bodyOf(most + 1)).slice(0, 100))
  }
  const profile = ['PATCH', '/api/v1/accounts/update_credentials'] as const
  await fits(...profile, accounts.max_display_name_length, (length) => ({ display_name: letters(length) }))
  await fits(...profile, accounts.max_note_length, (length) => ({ note: letters(length) }))
  await fits(...profile, accounts.max_avatar_description_length, (length) => ({ avatar_description: letters(length) }))
  await fits(...profile, accounts.profile_field_name_limit, (length) => ({
    fields_attributes: [{ name: letters(length), value: 'x' }],
  }))
  await fits(...profile, accounts.max_profile_fields, (length) => ({
    fields_attributes: Array.from({ length }, (_, index) => ({ name: `n${index}`, value: 'x' })),
  }))
  const writing = ['POST', '/api/v1/statuses'] as const
  await fits(...writing, statuses.max_characters, (length) => ({ status: letters(length) }))
  const url = `https://a.example/${letters(100)}`
  await fits(...writing, statuses.max_characters - statuses.characters_reserved_per_url - 1, (length) => ({
    status: `${letters(length)} ${url}`,
  }))
  for (let pinned = 0; pinned <= accounts.max_pinned_statuses; pinned++) {
    const post = await world.call('POST', '/api/v1/statuses', { token, body: { status: `Pin ${pinned}` } })
    const answer = await send('POST', `/api/v1/statuses/${post.json.id}/pin`, {})
    assert.equal(answer, pinned < accounts.max_pinned_statuses ? 200 : 422)
  }
})

test('polls are bounded as it says', async () => {
  const { max_options, max_characters_per_option, min_expiration, max_expiration } = configuration.polls
  const least = { options: ['a', 'b'], expires_in: min_expiration }
  const options = (count: number, length: number) => Array.from({ length: count }, (_, i) => `${i}`.padEnd(length, 'x'))
  const ask = async (poll: object) =>
    (await world.call('POST', '/api/v1/statuses', { token, body: { status: 'which?', poll: { ...least, ...poll } } }))
      .status
  assert.equal(await ask({ options: options(max_options, max_characters_per_option), expires_in: max_expiration }), 200)
  assert.equal(await ask({}), 200)
  assert.equal(await ask({ options: options(max_options + 1, 1) }), 422)
  assert.equal(await ask({ options: options(2, max_characters_per_option + 1) }), 422)
  assert.equal(await ask({ expires_in: min_expiration - 1 }), 422)
  assert.equal(await ask({ expires_in: max_expiration + 1 }), 422)
})

test('pictures of every kind that is named can be uploaded and described at length', async () => {
  const { supported_mime_types, description_limit } = configuration.media_attachments
  const pictures = supported_mime_types.filter((type: string) => type.startsWith('image/'))
  assert.ok(pictures.length >= 5 && supported_mime_types.length > pictures.length)
  for (const type of pictures) {
    const format = type.split('/')[1] as 'jpeg' | 'png' | 'gif' | 'webp' | 'avif'
    const background = { r: 200, g: 100, b: 50 }
    const bytes = await sharp({ create: { width: 16, height: 16, channels: 3, background } })
      .toFormat(format)
      .toBuffer()
    const body = new FormData()
    body.set('file', new Blob([new Uint8Array(bytes)], { type }), `a.${format}`)
    body.set('description', 'x'.repeat(description_limit))
    assert.equal((await world.call('POST', '/api/v2/media', { token, body })).status, 200, type)
    body.set('description', 'x'.repeat(description_limit + 1))
    assert.equal((await world.call('POST', '/api/v2/media', { token, body })).status, 422, type)
  }
})
