import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { chunksOf } from './chunks.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-chunks-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** 60 MB that can be packed, no two MB of which are alike. */
const bytes = Buffer.concat(Array.from({ length: 60 }, () => Buffer.alloc(1 << 20, randomBytes(1000))))
const hashOf = (some: Uint8Array) => createHash('sha256').update(some).digest('hex')

for (const [compression, packed] of [
  ['none', () => bytes],
  ['gzip', () => gzipSync(bytes, { level: 1 })],
  ['zstd', () => zstdCompressSync(bytes)],
] as const) {
  test(`what is read (${compression}) comes whole from any place on, and is not kept in memory`, async () => {
    const path = join(folder, compression)
    writeFileSync(path, packed())
    const before = process.memoryUsage().arrayBuffers
    for (const from of [0, 1 << 20, 12_345_678, bytes.length - 1, bytes.length]) {
      const hash = createHash('sha256')
      let most = 0
      for await (const chunk of chunksOf(path, compression, from)) {
        hash.update(chunk)
        most = Math.max(most, process.memoryUsage().arrayBuffers - before)
      }
      assert.equal(hash.digest('hex'), hashOf(bytes.subarray(from)), `from ${from}`)
      assert.ok(most < 20 << 20, `${most} bytes of buffers`)
    }
  })
}
