import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { openWorld, type Person, type World } from '../../testing/world.ts'
import { transact } from '../storage/index.ts'
import { makeAv, makeVideo } from './av/testing.ts'
import { attachMedia, mediaProcessed, sweepOrphans } from './index.ts'
import { blobsOf, fetchFile, form, makePicture, nothingWaits } from './testing.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let world: World
let alice: Person
let bob: Person
let video: Buffer
let sound: Buffer
before(async () => {
  world = await openWorld()
  ;[alice, bob] = await Promise.all([world.account('alice'), world.account('bob')])
  ;[video, sound] = await Promise.all([makeVideo(), makeAv({ format: 'ogg', audio: 'libopus' })])
})
after(() => world.close())

const post = async (version: 1 | 2, bytes: Uint8Array, fields: Record<string, string> = {}, who = alice) =>
  await world.call('POST', `/api/v${version}/media`, { token: who.token, body: form(bytes, fields) })

/** @returns what was answered while it is still being made ready. */
async function begin(bytes: Uint8Array, fields: Record<string, string> = {}, who = alice) {
  const { status, json } = await post(2, bytes, fields, who)
  assert.equal(status, 202, JSON.stringify(json))
  return json
}

const get = async (id: string, who = alice) => await world.call('GET', `/api/v1/media/${id}`, { token: who.token })

const attach = (ids: number[], postId: number) =>
  transact(world.app.db, (tx) => attachMedia(tx, Number(alice.id), ids, postId))

const blobs = (beginning: string) => blobsOf(world, beginning)
const nothingLeft = () => nothingWaits(world)

describe('a video', () => {
  test('202 without an address, 206 while it is made ready, then 200 with everything', async () => {
    const heard: unknown[] = []
    world.app.bus.after(mediaProcessed, 'test.media-processed', (fact) => heard.push(fact))
    const begun = await begin(video, { description: 'A test card', focus: '0.5,0.5' })
    const { id } = begun
    assert.deepEqual(begun, {
      id,
      type: 'video',
      url: null,
      preview_url: null,
      remote_url: null,
      preview_remote_url: null,
      text_url: null,
      meta: { focus: { x: 0.5, y: 0.5 } },
      description: 'A test card',
      blurhash: null,
    })
    const waiting = await get(id)
    assert.deepEqual([waiting.status, waiting.json], [206, begun])
    assert.equal((await get(id, bob)).status, 404)
    await world.jobs()
    const { status, json } = await get(id)
    assert.equal(status, 200)
    const { url, preview_url, blurhash, meta, ...rest } = json
    assert.match(url, /^http:\/\/tweeter\.test\/media\/attachments\/original\/[0-9a-f]{32}\.mp4$/)
    assert.match(preview_url, /^http:\/\/tweeter\.test\/media\/attachments\/small\/[0-9a-f]{32}\.jpg$/)
    assert.equal(blurhash.length, 36)
    const shape = { width: 160, height: 120, size: '160x120', aspect: 160 / 120 }
    const { bitrate, ...original } = meta.original
    assert.ok(bitrate > 10_000)
    assert.deepEqual(
      { ...meta, original },
      {
        ...shape,
        length: '0:00:01.00',
        duration: 1,
        fps: 10,
        audio_encode: 'aac',
        audio_bitrate: '48000 Hz',
        audio_channels: 'mono',
        original: { width: 160, height: 120, frame_rate: '10/1', duration: 1 },
        small: shape,
        focus: { x: 0.5, y: 0.5 },
      },
    )
    assert.deepEqual([rest.type, rest.description], ['video', 'A test card'])
    assert.deepEqual(heard, [{ mediaId: Number(id), postId: null }])
    const still = await fetchFile(world, preview_url)
    assert.deepEqual([still.statusCode, still.headers['content-type']], [200, 'image/jpeg'])
    assert.equal((await sharp(still.rawPayload).metadata()).width, 160)
    await nothingLeft()
  })

  test('is served in ranges, as what it is, and as nothing that could run', async () => {
    const { id } = await begin(video)
    await world.jobs()
    const { url } = (await get(id)).json
    const whole = await fetchFile(world, url)
    assert.deepEqual(
      ['content-type', 'accept-ranges', 'x-content-type-options', 'content-security-policy'].map(
        (name) => whole.headers[name],
      ),
      ['video/mp4', 'bytes', 'nosniff', "default-src 'none'; sandbox"],
    )
    const part = await fetchFile(world, url, { range: 'bytes=0-1' })
    assert.deepEqual(
      [part.statusCode, part.headers['content-range'], part.rawPayload.length],
      [206, `bytes 0-1/${whole.rawPayload.length}`, 2],
    )
  })

  test('the first version of the address waits until it is ready', async () => {
    let ended = false
    const working = (async () => {
      while (!ended) {
        await world.jobs()
        await sleep(50)
      }
    })()
    const [good, bad] = await Promise.all([post(1, video), post(1, video.subarray(0, 2000))])
    ended = true
    await working
    assert.equal(good.status, 200)
    assert.match(good.json.url, /\.mp4$/)
    assert.deepEqual([bad.status, bad.json.error], [422, 'The file cannot be read: it is damaged or incomplete.'])
  })

  test('no post may have it before it is ready, or beside something else', async () => {
    const { id } = await begin(video)
    const status = (ids: string[]) =>
      world.call('POST', '/api/v1/statuses', { token: alice.token, body: { status: 'look', media_ids: ids } })
    const early = await status([id])
    assert.equal(early.status, 422)
    assert.equal(early.json.error, 'Cannot attach files that have not finished processing. Try again in a moment!')
    await world.jobs()
    const picture = (await post(2, await makePicture())).json.id
    assert.equal((await status([id, picture])).status, 422)
    const { status: code, json } = await status([id])
    assert.deepEqual([code, json.media_attachments[0].type, json.media_attachments[0].meta.fps], [200, 'video', 10])
    const edited = await world.call('PUT', `/api/v1/statuses/${json.id}`, {
      token: alice.token,
      body: { status: 'look!', media_ids: [id] },
    })
    assert.equal(edited.status, 200)
    const history = await world.call('GET', `/api/v1/statuses/${json.id}/history`, { token: alice.token })
    assert.deepEqual(history.json[0].media_attachments, json.media_attachments)
    assert.equal((await world.call('DELETE', `/api/v1/media/${id}`, { token: alice.token })).status, 422)
  })
})

describe('other kinds', () => {
  test('a GIF that moves is a gifv, one that does not is a picture', async () => {
    const { id, type } = await begin(await makeAv({ format: 'gif', video: 'gif' }))
    assert.equal(type, 'gifv')
    await world.jobs()
    const { json } = await get(id)
    assert.deepEqual([json.type, json.url.endsWith('.mp4'), json.meta.audio_encode], ['gifv', true, undefined])
    const two = await Promise.all(
      [1, 2].map(async () => (await begin(await makeAv({ format: 'gif', video: 'gif' }))).id),
    )
    await world.jobs()
    await attach(two.map(Number), 9001)
    const still = await sharp(await makePicture())
      .gif()
      .toBuffer()
    const { status, json: picture } = await post(2, still)
    assert.deepEqual([status, picture.type], [200, 'image'])
  })

  test('sound has no picture, unless its owner gives one, then or later', async () => {
    const plain = (await begin(sound)).id
    const body = form(sound, {})
    body.set('thumbnail', new Blob([new Uint8Array(await makePicture())]), 'cover.jpg')
    const dressed = await world.call('POST', '/api/v2/media', { token: alice.token, body })
    assert.equal(dressed.status, 202)
    assert.deepEqual(
      [dressed.json.type, dressed.json.meta.small.size, dressed.json.blurhash.length],
      ['audio', '80x60', 36],
    )
    await world.jobs()
    const { json } = await get(plain)
    assert.deepEqual([json.type, json.preview_url, json.blurhash, json.meta.small], ['audio', null, null, undefined])
    assert.deepEqual([json.meta.audio_encode, json.meta.audio_channels], ['mp3', 'mono'])
    assert.equal((await fetchFile(world, json.url)).headers['content-type'], 'audio/mpeg')
    const later = (await get(dressed.json.id)).json
    assert.deepEqual([later.preview_url, later.meta.small.size], [dressed.json.preview_url, '80x60'])
    assert.equal((await fetchFile(world, later.preview_url)).statusCode, 200)
    const change = new FormData()
    change.set('thumbnail', new Blob([new Uint8Array(await makePicture())]), 'cover.jpg')
    const changed = await world.call('PUT', `/api/v1/media/${dressed.json.id}`, { token: alice.token, body: change })
    assert.equal(changed.status, 200)
    assert.notEqual(changed.json.preview_url, later.preview_url)
    assert.equal((await fetchFile(world, changed.json.preview_url)).statusCode, 200)
    await sleep(50)
    assert.equal((await fetchFile(world, later.preview_url)).statusCode, 404)
  })

  test('a preview that cannot be given leaves no file behind', async () => {
    const { id } = await begin(video)
    await world.jobs()
    await attach([Number(id)], 4711)
    const before = await blobs('media/')
    const change = new FormData()
    change.set('thumbnail', new Blob([new Uint8Array(await makePicture())]), 'cover.jpg')
    const path = `/api/v1/media/${id}`
    assert.equal((await world.call('PUT', path, { token: alice.token, body: change })).status, 404)
    assert.deepEqual((await blobs('media/')).sort(), before.sort())
  })

  test('a preview that is given while the video is made ready stays', async () => {
    const { id } = await begin(video)
    const change = new FormData()
    change.set('thumbnail', new Blob([new Uint8Array(await makePicture())]), 'cover.jpg')
    change.set('description', 'later')
    const changed = await world.call('PUT', `/api/v1/media/${id}`, { token: alice.token, body: change })
    assert.deepEqual([changed.status, changed.json.url, changed.json.meta.small.size], [200, null, '80x60'])
    await world.jobs()
    const { json } = await get(id)
    assert.deepEqual(
      [json.meta.small.size, json.preview_url, json.description],
      ['80x60', changed.json.preview_url, 'later'],
    )
  })

  test('a container without a picture is a sound after all', async () => {
    const { id, type } = await begin(await makeAv({ format: 'webm', audio: 'libopus' }))
    assert.equal(type, 'video')
    await world.jobs()
    const { json } = await get(id)
    assert.deepEqual([json.type, json.url.endsWith('.mp3')], ['audio', true])
  })
})

describe('what goes wrong', () => {
  test('a file that cannot be converted is a 422, for its post too, and is swept', async () => {
    const { id } = await begin(video.subarray(0, 2000))
    await world.jobs()
    const error = 'The file cannot be read: it is damaged or incomplete.'
    const { status, json } = await get(id)
    assert.deepEqual([status, json], [422, { error }])
    await assert.rejects(attach([Number(id)], 9100), { status: 422, message: error })
    await nothingLeft()
    assert.equal((await world.call('DELETE', `/api/v1/media/${id}`, { token: alice.token })).status, 200)
    assert.deepEqual(world.complaints, [])
  })

  test('what is no such file is refused at once: text, playlists, programs', async () => {
    const files = ['#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n', '<html><script>1</script>', '\x7fELF\x02\x01\x01', '']
    for (const text of files) {
      const { status, json } = await post(2, Buffer.from(text, 'latin1'))
      assert.equal(status, 422, JSON.stringify(json))
    }
    const named = { file: { path: '/etc/passwd', size: 10, filename: 'a.mp4' } }
    assert.equal((await world.call('POST', '/api/v2/media', { token: alice.token, body: named })).status, 422)
    await nothingLeft()
  })

  test('deleted while it waits: nothing is left', async () => {
    const had = (await blobs('media/')).length
    const { id } = await begin(video)
    assert.equal((await world.call('DELETE', `/api/v1/media/${id}`, { token: alice.token })).status, 200)
    await nothingLeft()
    assert.equal((await blobs('media/')).length, had)
  })

  test('what was given up is swept with its source', async () => {
    await sweepOrphans(world.app)
    const { id } = await begin(video)
    await world.app.db.pool`delete from tweeter.jobs where listener = 'media.process'`
    world.pass(DAY_MS + 1000)
    assert.ok((await sweepOrphans(world.app)) >= 1)
    assert.equal((await get(id)).status, 404)
    await nothingLeft()
  })

  test('one account may let ten wait', async () => {
    const carol = await world.account('carol')
    // Fewer at once than one person may upload at once.
    const five = () => Promise.all(Array.from({ length: 5 }, () => begin(sound, {}, carol)))
    const begun = [...(await five()), ...(await five())]
    assert.equal((await post(2, sound, {}, carol)).status, 429)
    await begin(sound)
    await world.jobs()
    await Promise.all(begun.map(async ({ id }) => assert.equal((await get(id, carol)).status, 200)))
    await begin(sound, {}, carol)
    await nothingLeft()
  })
})
