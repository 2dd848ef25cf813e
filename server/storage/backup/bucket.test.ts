import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import test, { after } from 'node:test'
import { freshDatabase } from '../../../testing/cluster.ts'
import { s3Blobs } from '../blobs/index.ts'
import { restoreBackup, temporaryFolder, writeBackup } from './testing.ts'

// s3rver carries no types.
interface S3Server {
  run(): Promise<AddressInfo>
  close(): Promise<void>
}
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => S3Server

test('files of a bucket are in the backup, and come back on a disk', async () => {
  const folder = temporaryFolder()
  after(folder.remove)
  const server = new S3rver({
    port: 0,
    silent: true,
    directory: folder.file('s3'),
    configureBuckets: [{ name: 'pictures' }],
  })
  const { port } = await server.run()
  after(() => server.close())
  const blobs = s3Blobs({
    endpoint: `http://localhost:${port}`,
    region: 'us-east-1',
    bucket: 'pictures',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    forcePathStyle: true,
  })
  const bytes = Buffer.alloc(700_000, 'bucket')
  await blobs.put('media/a.bin', bytes, 'application/octet-stream')
  await blobs.put('media/b.png', Buffer.from('b'), 'image/png')
  const { db, drop } = await freshDatabase()
  after(drop)
  const { manifest } = await writeBackup(db, folder.file('backup'), blobs)
  assert.deepEqual([manifest.blobs!.count, manifest.blobs!.bytes], [2, 700_001])
  const restored = await restoreBackup(folder.file('backup'), folder.file('data'))
  const found = await restored.blobs.open('media/a.bin')
  assert.ok(bytes.equals(await buffer(found!.stream)))
  assert.equal((await restored.blobs.open('media/b.png'))!.size, 1)
  await restored.drop()
})
