import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { openWorld, type Person, type World } from '../../testing/world.ts'
import { defaultPictureUrl } from './index.ts'
import { fetchFile, upload } from './testing.ts'

let world: World
let alice: Person
let bob: Person
before(async () => {
  world = await openWorld()
  alice = await world.account('alice')
  bob = await world.account('bob')
})
after(() => world.close())

test('for ever, as a picture and nothing else, to every origin', async () => {
  const { url } = await upload(world, alice)
  const { statusCode, headers, rawPayload } = await fetchFile(world, url)
  assert.equal(statusCode, 200)
  assert.equal(headers['content-length'], String(rawPayload.length))
  const wanted = {
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition': 'inline',
    'access-control-allow-origin': '*',
    'accept-ranges': 'bytes',
  }
  for (const [name, value] of Object.entries(wanted)) assert.equal(headers[name], value, name)
  const head = await fetchFile(world, url, {}, 'HEAD')
  assert.deepEqual(
    [head.statusCode, head.headers['content-length'], head.rawPayload.length],
    [200, headers['content-length'], 0],
  )
  for (const tag of [headers.etag as string, `"other", W/${headers.etag}`, '*']) {
    const again = await fetchFile(world, url, { 'if-none-match': tag })
    assert.deepEqual([again.statusCode, again.rawPayload.length, again.headers.etag], [304, 0, headers.etag])
  }
  assert.equal((await fetchFile(world, url, { 'if-none-match': '"other"' })).statusCode, 200)
})

test('in ranges', async () => {
  const { url } = await upload(world, alice)
  const whole = (await fetchFile(world, url)).rawPayload
  const size = whole.length
  const ranges: [string, number, number][] = [
    ['bytes=0-3', 0, 4],
    ['bytes=10-', 10, size],
    ['bytes=-7', size - 7, size],
    ['bytes=5-999999', 5, size],
  ]
  for (const [range, start, end] of ranges) {
    const part = await fetchFile(world, url, { range })
    assert.equal(part.statusCode, 206, range)
    assert.equal(part.headers['content-range'], `bytes ${start}-${end - 1}/${size}`)
    assert.ok(part.rawPayload.equals(whole.subarray(start, end)))
  }
  for (const range of ['bytes=999999-', 'bytes=-0']) {
    const none = await fetchFile(world, url, { range })
    assert.deepEqual([none.statusCode, none.headers['content-range']], [416, `bytes */${size}`])
    assert.equal(none.headers['cache-control'], undefined)
  }
  for (const range of ['bytes=9-3', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'nonsense']) {
    assert.equal((await fetchFile(world, url, { range })).statusCode, 200, range)
  }
  const etag = (await fetchFile(world, url)).headers.etag as string
  assert.equal((await fetchFile(world, url, { range: 'bytes=0-3', 'if-range': etag })).statusCode, 206)
  assert.equal((await fetchFile(world, url, { range: 'bytes=0-3', 'if-range': '"old"' })).statusCode, 200)
})

test('nothing outside of media, and nothing that is not there', async () => {
  await world.app.blobs.put('secrets/a.png', Buffer.from('secret'), 'image/png')
  const paths = [
    '/media/nothing.png',
    '/media/',
    '/media/../secrets/a.png',
    '/media/..%2fsecrets%2fa.png',
    '/media/%2e%2e/secrets/a.png',
  ]
  for (const path of [
    ...paths,
    '/media/attachments',
    '/media//secrets/a.png',
    '/media/secrets/a.png',
    '/media/a%00.png',
  ]) {
    const { statusCode, payload } = await world.tweeter.http.inject(path)
    assert.ok([400, 404].includes(statusCode), `${path} ${statusCode}`)
    assert.ok(!payload.includes('secret"') && payload !== 'secret')
  }
})

test('a picture for those who have none', async () => {
  for (const [kind, width, height] of [
    ['avatars', 400, 400],
    ['headers', 1500, 500],
  ] as const) {
    const url = defaultPictureUrl(world.app, kind, Number(alice.id))
    const one = await fetchFile(world, url)
    const found = await sharp(one.rawPayload).metadata()
    assert.deepEqual([one.headers['content-type'], found.width, found.height], ['image/png', width, height])
    assert.equal((await fetchFile(world, url, { 'if-none-match': one.headers.etag as string })).statusCode, 304)
    const other = await fetchFile(world, defaultPictureUrl(world.app, kind, Number(bob.id)))
    assert.ok(!other.rawPayload.equals(one.rawPayload))
  }
  assert.equal((await world.call('GET', '/media/avatars/default/x.png')).status, 404)
})
