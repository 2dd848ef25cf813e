import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { openWorld, type Person, type World } from '../../testing/world.ts'
import { transact } from '../storage/index.ts'
import { attachMedia, describeMedia, mediaAttachments, mediaOfPosts, releaseMedia, sweepOrphans } from './index.ts'
import { fetchFile, form, makePicture, upload } from './testing.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let world: World
let alice: Person
let bob: Person
let picture: Buffer
before(async () => {
  world = await openWorld()
  alice = await world.account('alice')
  bob = await world.account('bob')
  picture = await makePicture()
})
after(() => world.close())

const uploads = async (count: number): Promise<number[]> =>
  (await Promise.all(Array.from({ length: count }, () => upload(world, alice)))).map((one) => Number(one.id))

const ask = async (method: string, id: string | number, body?: object, who: Person = alice) => {
  const { status, json } = await world.call(method, `/api/v1/media/${id}`, {
    token: who.token,
    ...(body ? { body } : {}),
  })
  return { status, json }
}

const attach = (ids: number[], postId: number, who: Person = alice) =>
  transact(world.app.db, (tx) => attachMedia(tx, Number(who.id), ids, postId))

const shownWith = async (postId: number): Promise<number[]> =>
  ((await mediaOfPosts(world.app, world.app.db.read, [postId])).get(postId) ?? []).map((one) => Number(one.id))

describe('uploading', () => {
  test('both addresses take a picture and answer a whole attachment', async () => {
    for (const url of ['/api/v1/media', '/api/v2/media']) {
      const body = form(picture, { description: 'A sky', focus: '-0.5,0.25' })
      const { status, json } = await world.call('POST', url, { token: alice.token, body })
      assert.equal(status, 200)
      const { id, url: address, preview_url, blurhash, ...rest } = json
      assert.match(id, /^\d+$/)
      assert.match(address, /^http:\/\/tweeter\.test\/media\/attachments\/original\/[0-9a-f]{32}\.jpg$/)
      assert.match(preview_url, /^http:\/\/tweeter\.test\/media\/attachments\/small\/[0-9a-f]{32}\.jpg$/)
      assert.equal(blurhash.length, 36)
      const size = { width: 80, height: 60, size: '80x60', aspect: 80 / 60 }
      assert.deepEqual(rest, {
        type: 'image',
        remote_url: null,
        preview_remote_url: null,
        text_url: null,
        meta: { original: size, small: size, focus: { x: -0.5, y: 0.25 } },
        description: 'A sky',
      })
      assert.deepEqual((await ask('GET', id)).json, json)
    }
  })

  test('what was kept has no EXIF', async () => {
    assert.ok((await sharp(picture).metadata()).exif)
    const kept = await fetchFile(world, (await upload(world, alice)).url)
    assert.equal((await sharp(kept.rawPayload).metadata()).exif, undefined)
  })

  test('refused, with nothing kept: no picture, no file, too much text, a focus outside, too many bytes', async () => {
    const count = async () =>
      (await world.app.db.read<{ n: number }>`select count(*)::int as n from public.media`)[0]!.n
    const had = await count()
    const bodies: [FormData | object, number][] = [
      [form(Buffer.from('<!doctype html><script>alert(1)</script>')), 422],
      [form(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 422],
      [form(Buffer.from('PK\x03\x04')), 422],
      [form(picture.subarray(0, picture.length / 2)), 422],
      [form(picture, { description: 'x'.repeat(1501) }), 422],
      [form(picture, { focus: '0,1.5' }), 422],
      [form(picture, { focus: 'left' }), 422],
      [form(Buffer.alloc(16 * 1024 * 1024 + 1, picture)), 413],
      [{}, 422],
      [{ file: 'text' }, 422],
      [{ file: {} }, 422],
      [{ file: { bytes: 'text', filename: 'a.png' } }, 422],
    ]
    for (const [body, wanted] of bodies) {
      const { status, json } = await world.call('POST', '/api/v2/media', { token: alice.token, body })
      assert.equal(status, wanted, JSON.stringify(json))
      assert.equal(typeof json.error, 'string')
    }
    assert.equal(await count(), had)
    assert.equal((await upload(world, alice, { description: 'ä'.repeat(1500) })).description.length, 1500)
  })

  test('needs the scope write:media', async () => {
    const reader = await world.token(alice.id, ['read', 'write:statuses'])
    for (const [token, wanted] of [
      [undefined, 401],
      [reader, 403],
    ] as const) {
      const reply = await world.call('POST', '/api/v2/media', { ...(token ? { token } : {}), body: form(picture) })
      assert.equal(reply.status, wanted)
    }
  })
})

describe('describing and deleting', () => {
  test('only the owner sees, changes and deletes it', async () => {
    const { id } = await upload(world, alice)
    for (const method of ['GET', 'PUT', 'DELETE']) {
      assert.equal((await ask(method, id, method === 'PUT' ? { description: 'mine' } : undefined, bob)).status, 404)
    }
    assert.equal((await ask('GET', '999')).status, 404)
    assert.equal((await ask('GET', 'abc')).status, 404)
  })

  test('each field changes alone; an empty description is none', async () => {
    const { id } = await upload(world, alice, { description: 'before', focus: '0.1,0.2' })
    assert.equal((await ask('PUT', id, { description: 'after' })).json.description, 'after')
    const moved = (await ask('PUT', id, { focus: '1,-1' })).json
    assert.deepEqual([moved.description, moved.meta.focus], ['after', { x: 1, y: -1 }])
    assert.equal((await ask('PUT', id, { description: '' })).json.description, null)
    assert.equal((await ask('PUT', id, { focus: '2,0' })).status, 422)
  })

  test('deleting takes the files away too; not while a post has it', async () => {
    const { id, url, preview_url } = await upload(world, alice)
    await attach([Number(id)], 71)
    assert.deepEqual(
      [(await ask('DELETE', id)).status, (await ask('PUT', id, { description: 'x' })).status],
      [422, 404],
    )
    await transact(world.app.db, (tx) => releaseMedia(world.app, tx, [71]))
    assert.deepEqual(await ask('DELETE', id), { status: 200, json: {} })
    assert.equal((await ask('GET', id)).status, 404)
    await world.jobs()
    for (const address of [url, preview_url]) assert.equal((await fetchFile(world, address)).statusCode, 404)
  })
})

describe('pictures of posts', () => {
  test('keep their order, in one statement for many posts', async () => {
    const ids = await uploads(5)
    await attach([ids[2]!, ids[0]!, ids[2]!, ids[1]!], 101)
    await attach([ids[4]!], 102)
    const { result, count } = await world.statements(() => mediaOfPosts(world.app, world.app.db.read, [101, 102, 103]))
    assert.equal(count, 1)
    assert.deepEqual([...result.keys()].sort(), [101, 102])
    assert.deepEqual(await shownWith(101), [ids[2], ids[0], ids[1]])
    const byId = await world.statements(() => mediaAttachments(world.app, world.app.db.read, [...ids, 999]))
    assert.deepEqual([byId.count, [...byId.result.keys()].sort()], [1, [...ids].sort()])
  })

  test('at most four, of the author, not of another post, not deleted', async () => {
    const ids = await uploads(5)
    const foreign = Number((await upload(world, bob)).id)
    await attach([ids[0]!], 201)
    const gone = ids[4]!
    await ask('DELETE', gone)
    for (const wrong of [ids, [foreign], [ids[0]!], [gone], [ids[1]!, 999]]) {
      await assert.rejects(attach(wrong, 202), { status: 422 })
    }
    assert.deepEqual(await shownWith(202), [])
    await attach([ids[1]!], 202)
  })

  test('of two posts that take the same picture at once, one gets it', async () => {
    const [id] = await uploads(1)
    const results = await Promise.allSettled([301, 302, 303].map((postId) => attach([id!], postId)))
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1)
  })

  test('an edit reorders, leaves out, takes back, and changes texts', async () => {
    const [a, b, c] = (await uploads(3)) as [number, number, number]
    await attach([a, b], 401)
    await attach([c, a], 401)
    assert.deepEqual(await shownWith(401), [c, a])
    world.pass(2 * DAY_MS)
    await sweepOrphans(world.app)
    assert.equal((await mediaAttachments(world.app, world.app.db.read, [b])).size, 1, 'an older version still shows it')
    await attach([b], 401)
    assert.deepEqual(await shownWith(401), [b])
    const describe = (id: number, postId: number | null, account = Number(alice.id)) =>
      transact(world.app.db, (tx) => describeMedia(tx, account, id, postId, { description: 'edited' }))
    await describe(b, 401)
    assert.equal((await ask('GET', b)).json.description, 'edited')
    for (const wrong of [
      [b, null],
      [b, 402],
      [b, 401, Number(bob.id)],
    ] as const) {
      await assert.rejects(describe(...(wrong as [number, number | null])), { status: 404 })
    }
  })

  test('what no post has for a day is swept, files and all; redrafting gives it a new day', async () => {
    await sweepOrphans(world.app)
    const [loose, attached, redrafted] = await Promise.all([
      upload(world, alice),
      upload(world, alice),
      upload(world, alice),
    ])
    await attach([Number(attached.id)], 501)
    await attach([Number(redrafted.id)], 502)
    world.pass(DAY_MS - 60_000)
    await transact(world.app.db, (tx) => releaseMedia(world.app, tx, [502]))
    assert.equal(await sweepOrphans(world.app), 0)
    world.pass(120_000)
    assert.equal(await sweepOrphans(world.app), 1)
    await world.jobs()
    const statuses = await Promise.all(
      [loose, attached, redrafted].map(async ({ url }) => (await fetchFile(world, url)).statusCode),
    )
    assert.deepEqual(statuses, [404, 200, 200])
    await attach([Number(redrafted.id)], 503)
    assert.deepEqual(await shownWith(503), [Number(redrafted.id)])
  })
})
