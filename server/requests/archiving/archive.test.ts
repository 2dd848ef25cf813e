import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { openWorld } from '../../../testing/world.ts'
import { record, segment } from '../querying/testing.ts'
import { recorderOf } from '../writing/recorder.ts'
import { archiveNow, unarchived } from './archive.ts'
import { exportRequests } from './export.ts'
import { folderTarget, s3Target } from './target.ts'

// s3rver carries no types.
interface S3Server {
  run(): Promise<AddressInfo>
  close(): Promise<void>
}
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => S3Server

const folder = mkdtempSync(join(tmpdir(), "tweeter-archive's-"))
const directory = join(folder, 's3')
const options = { port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: 'archive' }] }
let server = new S3rver(options)
let port = 0
before(async () => {
  port = (await server.run()).port
})
after(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const settings = () => ({
  TWEETER_REQUESTS: 'write',
  TWEETER_REQUESTS_ARCHIVE: 's3://archive/all/requests/',
  S3_ENDPOINT: `http://127.0.0.1:${port}`,
  S3_ACCESS_KEY_ID: 'S3RVER',
  S3_SECRET_ACCESS_KEY: 'S3RVER',
})
/** What a bucket holds, as s3rver keeps it on the disk. */
const stored = () =>
  readdirSync(join(directory, 'archive'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.parquet._S3rver_object'))
    .map((name) => name.replace('._S3rver_object', ''))
    .sort()

const records = [
  record('2026-11-20T23:59:59.5Z', { account: 2 ** 52, tag: 'cä"ts', posts: [1, 2], us: null }),
  record('2026-11-21T00:00Z', { status: 503, post: 7, visitor: 'ffffffffffffffff', kind: 'bot' }),
]

test('sealed segments go to the bucket as typed Parquet, once, by the day they were begun on', async () => {
  const world = await openWorld(settings())
  try {
    const { app } = world
    assert.equal(app.config.s3, null)
    const { dataDir } = app.config
    const name = segment(dataDir, '20261120T235959000Z', records, { tail: 'torn {' }).replace('.ndjson.zst', '')
    segment(dataDir, '20261121T000100000Z', records, { sealed: false })
    assert.deepEqual([...(await unarchived(app))], [name])
    assert.equal(await archiveNow(app), 1)
    assert.equal(await archiveNow(app), 0)
    assert.deepEqual(stored(), [`all/requests/date=2026-11-20/${name}.parquet`])
    const file = join(directory, 'archive', `${stored()[0]}._S3rver_object`)
    const connection = await (await DuckDBInstance.create()).connect()
    const from = `from read_parquet('${file.replaceAll("'", "''")}', hive_partitioning = false)`
    const types = await connection.runAndReadAll(`describe select * ${from}`)
    assert.deepEqual(
      types.getRowsJS().map(([column, type]) => `${column} ${type}`),
      [
        ...['time TIMESTAMP', 'kind VARCHAR', 'method VARCHAR', 'route VARCHAR', 'status SMALLINT', 'us BIGINT'],
        ...['bytes BIGINT', 'visitor VARCHAR', 'agent VARCHAR', 'account BIGINT', 'post BIGINT', 'profile BIGINT'],
        ...['tag VARCHAR', 'posts BIGINT[]'],
      ],
    )
    const rows = await connection.runAndReadAll(
      `select epoch_ms(time)::double, us, account::double, tag, posts ${from} order by time`,
    )
    assert.deepEqual(rows.getRowsJS(), [
      [records[0]!.at, null, 2 ** 52, 'cä"ts', [1n, 2n]],
      [records[1]!.at, 1000n, null, null, []],
    ])
    // A kill between the upload and the note of it: it goes there again, under the same name.
    await app.db.pool`delete from request_archives`
    assert.equal(await archiveNow(app), 1)
    assert.equal(stored().length, 1)
  } finally {
    await world.close()
  }
})

test('a damaged file keeps no other back', async () => {
  const world = await openWorld({ ...settings(), TWEETER_REQUESTS_ARCHIVE: 's3://archive/damaged' })
  try {
    const { dataDir } = world.app.config
    const damaged = segment(dataDir, '20261119T000000000Z', records)
    writeFileSync(join(dataDir, 'requests', damaged), 'this is no zstd')
    segment(dataDir, '20261120T000000000Z', records)
    await assert.rejects(archiveNow(world.app), (error: Error) => error.message.startsWith(damaged))
    assert.equal(stored().filter((name) => name.startsWith('damaged/')).length, 1)
    assert.equal((await unarchived(world.app)).size, 1)
  } finally {
    await world.close()
  }
})

test('what the bucket does not take stays as long as there is room, and goes later', async () => {
  const world = await openWorld({
    ...settings(),
    TWEETER_REQUESTS_DAYS: '1',
    TWEETER_REQUESTS_ARCHIVE: 's3://archive/late',
  })
  try {
    const { app, complaints } = world
    const name = segment(app.config.dataDir, '20200101T000000000Z', records).replace('.ndjson.zst', '')
    const there = () => readdirSync(join(app.config.dataDir, 'requests')).some((file) => file.startsWith(name))
    await server.close()
    await assert.rejects(archiveNow(app))
    await recorderOf(app).keep()
    assert.ok(there(), complaints.join())
    server = new S3rver({ ...options, port })
    await server.run()
    assert.equal(await archiveNow(app), 1)
    await recorderOf(app).keep()
    assert.ok(!there())
    assert.ok(stored().includes(`late/date=2020-01-01/${name}.parquet`))
  } finally {
    await world.close()
  }
})

test('by hand, to a folder or a bucket: a range, what is there already stays', async () => {
  const dataDir = join(folder, 'data')
  for (const began of ['20261120T100000000Z', '20261120T110000000Z', '20261121T100000000Z'])
    segment(dataDir, began, records)
  segment(dataDir, '20261121T110000000Z', records, { sealed: false })
  const to = join(folder, "it's here")
  const range = { from: new Date('2026-11-20T10:30Z'), until: new Date('2026-11-22') }
  const first = await exportRequests(dataDir, folderTarget(to), range)
  assert.deepEqual([first.exported, first.there, first.open], [2, 0, 1])
  const files = readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'))
  assert.deepEqual(files.map((name) => name.slice(0, 31)).sort(), [
    'date=2026-11-20/20261120T110000',
    'date=2026-11-21/20261121T100000',
  ])
  writeFileSync(join(to, files[0]!), 'mine')
  const again = await exportRequests(dataDir, folderTarget(to), {})
  assert.deepEqual([again.exported, again.there], [1, 2])
  assert.equal(readFileSync(join(to, files[0]!), 'utf8'), 'mine')

  const access = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  }
  const bucket = s3Target({ bucket: 'archive', prefix: '' }, access)
  assert.equal((await exportRequests(dataDir, bucket, {})).exported, 3)
  assert.equal((await exportRequests(dataDir, bucket, {})).there, 3)
  const missing = s3Target({ bucket: 'nowhere', prefix: '' }, access)
  await assert.rejects(exportRequests(dataDir, missing, {}))
})
