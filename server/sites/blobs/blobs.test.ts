/** Files that are put at one site and asked for at the other. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { openReplicated, type Replicated, type Site, until } from '../arriving/two.testing.ts'
import { blobsToCome, storeOf } from './follow.ts'
import { noteAll } from './note-all.ts'

let two: Replicated
let east: Site
let west: Site
before(async () => {
  two = await openReplicated()
  ;({ east, west } = two)
  await until(() => east.app.bus.toldBy === 0 && west.app.bus.toldBy === 1)
})
after(() => two.close())

let names = 0
const newKey = (ending = 'png') => `media/attachments/original/${String(++names).padStart(32, '0')}.${ending}`
const at = async (site: Site, key: string) => {
  const found = await storeOf(site.app).open(key)
  return found && (await buffer(found.stream))
}
const typeOf = (key: string) => (key.endsWith('png') ? 'image/png' : 'video/mp4')
const put = (site: Site, key: string, bytes: Buffer) => site.app.blobs.put(key, bytes, typeOf(key))

test('what is put at one comes to the other, and what is removed goes from it', async () => {
  const key = newKey()
  const bytes = randomBytes(3_000_000)
  await put(east, key, bytes)
  await until(async () => (await at(west, key))?.equals(bytes))
  await until(async () => (await blobsToCome(west.app)).files === 0)
  await west.app.blobs.remove(key)
  await until(async () => (await at(east, key)) === null)
})

test('uploads as they came stay where they came', async () => {
  await east.app.blobs.put('uploads/0123.bin', Buffer.from('raw'), 'application/octet-stream')
  const [noted] = await east.app.db.read`select count(*)::int as count from tweeter.blobs where key like 'uploads/%'`
  assert.equal(noted!.count, 0)
})

test('in a partition a picture is a placeholder that is asked for again, a film says why, and both come afterwards', async () => {
  await two.settle()
  await two.cut()
  const picture = newKey()
  const film = newKey('mp4')
  await put(east, picture, randomBytes(5000))
  await put(east, film, randomBytes(50_000))
  const ask = (site: Site, key: string) => site.call('GET', `/${key}`)
  // Nothing is known of it here yet.
  assert.equal((await ask(west, picture)).status, 404)
  // That it is there came before the cable was cut again.
  const rows = await east.app.db.read<{ key: string; size: number; sha256: Buffer }>`
    select key, size, sha256 from tweeter.blobs where key = any(${[picture, film]}::text[])`
  for (const { key, size, sha256 } of rows) {
    await west.app.db.pool`insert into tweeter.blobs (key, size, sha256) values (${key}, ${size}, ${sha256})`
  }
  const answer = await ask(west, picture)
  assert.equal(answer.status, 503)
  assert.equal(answer.headers['retry-after'], '5')
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.equal(answer.headers['content-type'], 'image/png')
  const refused = await ask(west, film)
  assert.equal(refused.status, 503)
  assert.match(refused.json.error, /other site/)
  assert.equal((await ask(west, newKey())).status, 404)
  await two.mend()
  await until(async () => (await ask(west, picture)).status === 200)
  await until(async () => (await ask(west, film)).status === 200)
})

test('what came before a connection broke is not asked for again, and what is not the file is not kept', async () => {
  const key = newKey()
  const bytes = randomBytes(200_000)
  const folder = join(west.app.config.dataDir, 'site', 'coming')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, createHash('sha256').update(bytes).digest('hex')), bytes.subarray(0, 150_000))
  await put(east, key, bytes)
  await until(async () => (await at(west, key))?.equals(bytes))

  const other = newKey()
  const good = randomBytes(1000)
  writeFileSync(join(folder, createHash('sha256').update(good).digest('hex')), randomBytes(1000))
  await put(east, other, good)
  await until(async () => (await at(west, other))?.equals(good))
  assert.ok(west.complaints.some((line) => line.includes('not what was noted')))
})

test('what was put before there was another site is noted and comes', async () => {
  const key = newKey()
  const bytes = randomBytes(1000)
  await storeOf(east.app).put(key, bytes, 'image/png')
  assert.equal(await noteAll(east.app, new AbortController().signal), 1)
  assert.equal(await noteAll(east.app, new AbortController().signal), 0)
  await until(async () => (await at(west, key))?.equals(bytes))
})

test('a file that a disk lost is brought back from the other site when it is asked for', async () => {
  const key = newKey()
  const bytes = randomBytes(1000)
  await put(east, key, bytes)
  await until(async () => (await at(west, key))?.equals(bytes))
  await storeOf(east.app).remove(key)
  assert.equal((await east.call('GET', `/${key}`)).status, 200)
  assert.ok((await at(east, key))?.equals(bytes))
})
