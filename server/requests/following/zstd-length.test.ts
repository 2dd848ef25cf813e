import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { constants, zstdCompressSync } from 'node:zlib'
import { zstdLength } from './zstd-length.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-zstd-'))
after(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'file.zst')

test('the length of what is packed is read from the header, or nothing is', async () => {
  for (const length of [0, 1, 255, 256, 65_791, 65_792, 5_000_000]) {
    writeFileSync(path, zstdCompressSync(Buffer.alloc(length, 'ab'), { pledgedSrcSize: length }))
    assert.equal(await zstdLength(path), length)
  }
  writeFileSync(path, zstdCompressSync('abc', { params: { [constants.ZSTD_c_contentSizeFlag]: 0 } }))
  assert.equal(await zstdLength(path), null)
  writeFileSync(path, 'no')
  assert.equal(await zstdLength(path), null)
})
