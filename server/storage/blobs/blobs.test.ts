import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { type Blobs, diskBlobs, openBlobs, s3Blobs } from './index.ts'

// s3rver carries no types.
interface S3Server {
  run(): Promise<AddressInfo>
  close(): Promise<void>
}
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => S3Server

const PNG = 'image/png'
const text = async (blobs: Blobs, key: string, range?: { start: number; end?: number }) => {
  const found = await blobs.open(key, range)
  return found && { ...found, stream: undefined, text: String(await buffer(found.stream)) }
}

/** What every store of blobs must do. */
function contract(open: () => Blobs): void {
  test('gives back what was put, with its size and type', async () => {
    await open().put('pictures/one.png', Buffer.from('0123456789'), PNG)
    const found = await text(open(), 'pictures/one.png')
    assert.deepEqual(found, { stream: undefined, text: '0123456789', size: 10, range: { start: 0, end: 9 }, type: PNG })
  })

  test('ranges: within, open-ended, from the end, past the end, beyond it', async () => {
    await open().put('pictures/ranges.png', Buffer.from('0123456789'), PNG)
    const part = async (range: { start: number; end?: number }) => {
      const found = await text(open(), 'pictures/ranges.png', range)
      assert.equal(found?.size, 10)
      return [found.text, found.range]
    }
    assert.deepEqual(await part({ start: 2, end: 4 }), ['234', { start: 2, end: 4 }])
    assert.deepEqual(await part({ start: 7 }), ['789', { start: 7, end: 9 }])
    assert.deepEqual(await part({ start: -3 }), ['789', { start: 7, end: 9 }])
    assert.deepEqual(await part({ start: -30 }), ['0123456789', { start: 0, end: 9 }])
    assert.deepEqual(await part({ start: 8, end: 99 }), ['89', { start: 8, end: 9 }])
    assert.deepEqual(await part({ start: 10 }), ['', null])
    assert.deepEqual(await part({ start: 5, end: 4 }), ['', null])
  })

  test('takes streams, small, empty and of several parts', async () => {
    const large = randomBytes(17 * 1024 * 1024)
    const chunks = function* () {
      for (let at = 0; at < large.length; at += 1_000_000) yield large.subarray(at, at + 1_000_000)
    }
    await open().put(
      'streams/small.bin',
      Readable.from([Buffer.from('ab'), Buffer.from('c')]),
      'application/octet-stream',
    )
    await open().put('streams/empty.bin', Readable.from([]), 'application/octet-stream')
    await open().put('streams/large.bin', Readable.from(chunks()), 'application/octet-stream')
    assert.equal((await text(open(), 'streams/small.bin'))?.text, 'abc')
    assert.deepEqual((await text(open(), 'streams/empty.bin'))?.range, null)
    const found = await open().open('streams/large.bin')
    assert.equal(found?.size, large.length)
    assert.ok(large.equals(await buffer(found.stream)))
  })

  test('a listing names what is there, with its size and about when it was put', async () => {
    await open().put('listed/one.png', Buffer.from('0123'), PNG)
    await open().put('listed/two.bin', Buffer.alloc(0), 'application/octet-stream')
    await open().put('listed/gone.png', Buffer.from('01'), PNG)
    await open().remove('listed/gone.png')
    const all = (await Array.fromAsync(open().list())).filter(({ key }) => key.startsWith('listed/'))
    assert.deepEqual(all.map(({ key, size }) => `${key} ${size}`).sort(), ['listed/one.png 4', 'listed/two.bin 0'])
    for (const { changedAt } of all) assert.ok(Math.abs(changedAt.getTime() - Date.now()) < 60_000)
  })

  test('a source that breaks leaves nothing under the key', async () => {
    const broken = (bytes: number) =>
      Readable.from(
        (function* () {
          yield Buffer.alloc(bytes)
          throw new Error('the cable broke')
        })(),
      )
    for (const bytes of [10, 20_000_000]) {
      await assert.rejects(open().put(`broken/b${bytes}.png`, broken(bytes), PNG), /the cable broke/)
      assert.equal(await open().open(`broken/b${bytes}.png`), null)
    }
  })

  test('remove removes, and again is no error; what was opened can still be read', async () => {
    await open().put('gone/a.png', Buffer.from('still here'), PNG)
    const opened = await open().open('gone/a.png')
    await open().remove('gone/a.png')
    await open().remove('gone/a.png')
    assert.equal(await open().open('gone/a.png'), null)
    assert.equal(String(await buffer(opened!.stream)), 'still here')
  })

  test('a key is a plain path with a known ending, and nothing else', async () => {
    const bad = [
      '../up.png',
      'a/../../b.png',
      '/etc/x.png',
      'a//b.png',
      '.x.png',
      'A.png',
      'a.png/',
      'a\\b.png',
      'a%2e.png',
    ]
    for (const key of [
      ...bad,
      'a',
      '',
      'a.exe',
      'a.svg',
      'a.constructor',
      'a,b.png',
      'a\0.png',
      'a.png\n',
      `${'a'.repeat(300)}.png`,
    ]) {
      await assert.rejects(open().put(key, Buffer.from('x'), PNG), /cannot be the key/, key)
      assert.equal(await open().open(key), null, key)
      await open().remove(key)
    }
    await assert.rejects(open().put('a.png', Buffer.from('x'), 'text/html'), /its ending says image\/png/)
  })
}

describe('on disk', () => {
  let dir: string
  let blobs: Blobs
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'blobs-'))
    blobs = openBlobs({ dataDir: dir, s3: null })
  })
  after(() => rm(dir, { recursive: true }))
  contract(() => blobs)

  test('keeps no temporary file, and sweeps those of a process that died', async () => {
    const root = join(dir, 'blobs')
    assert.deepEqual(await readdir(join(root, 'tmp')), [])
    for (const name of ['old', 'fresh']) await writeFile(join(root, 'tmp', name), '')
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000)
    await utimes(join(root, 'tmp', 'old'), yesterday, yesterday)
    await diskBlobs(root).put('a.png', Buffer.from('x'), PNG)
    assert.deepEqual(await readdir(join(root, 'tmp')), ['fresh'])
  })
})

describe('in a bucket', () => {
  let dir: string
  let server: S3Server
  let blobs: Blobs
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 's3-'))
    server = new S3rver({ port: 0, silent: true, directory: dir, configureBuckets: [{ name: 'pictures' }] })
    blobs = s3Blobs(at((await server.run()).port, 'pictures'))
  })
  after(async () => {
    await server.close()
    await rm(dir, { recursive: true })
  })
  contract(() => blobs)

  const at = (port: number, bucket: string) => ({
    endpoint: `http://localhost:${port}`,
    region: 'us-east-1',
    bucket,
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    forcePathStyle: true,
  })

  test('a bucket that is not there is an error, not a missing blob', async () => {
    const { port } = (server as unknown as { httpServer: { address(): AddressInfo } }).httpServer.address()
    await assert.rejects(s3Blobs(at(port, 'elsewhere')).open('a.png'), { name: 'NoSuchBucket' })
  })

  test('the SDK is loaded at the first use, not before', async () => {
    const script = `
      import { createRequire } from 'node:module'
      import { openBlobs } from '${new URL('./index.ts', import.meta.url)}'
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('client-s3'))
      const blobs = openBlobs({ dataDir: '/nowhere', s3: ${JSON.stringify(at(1, 'b'))} })
      const before = loaded()
      await blobs.open('a.png').catch(() => {})
      console.log(before, loaded())`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    assert.equal(String(await buffer(child.stdout)), 'false true\n')
  })
})
