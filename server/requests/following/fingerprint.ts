import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { Compression } from '../reading/chunks.ts'

/** A first line longer than this is known by its beginning. */
const MOST = 1024
/** So much of a compressed file is enough for the first kB of what is in it. */
const PACKED_MOST = 256 * 1024

/**
 * What a log file is known by, wherever it is moved and whether or not it is compressed: a hash of its first line, which
 * carries a time and so differs from file to file, and the length of it.
 *
 * @param whole nothing will be added: an only line without a newline is its first line.
 * @returns null while there is no whole line in it.
 * @throws ENOENT where there is no such file; an error of zlib where it is not what its name says.
 */
export async function fingerprintOf(path: string, compression: Compression, whole = false): Promise<string | null> {
  const start = await beginningOf(path, compression)
  const newline = start.indexOf(10)
  if (newline < 0 && start.length < MOST && !((whole || compression !== 'none') && start.length > 0)) return null
  const line = newline < 0 ? start : start.subarray(0, newline)
  return `${createHash('sha256').update(line).digest('hex').slice(0, 32)}-${line.length}`
}

/** The first bytes, uncompressed; fewer only where there are no more. */
async function beginningOf(path: string, compression: Compression): Promise<Buffer> {
  const file = createReadStream(path, { end: (compression === 'none' ? MOST : PACKED_MOST) - 1 })
  const parts: Buffer[] = []
  let length = 0
  const stream =
    compression === 'none' ? file : file.pipe(compression === 'gzip' ? createGunzip() : createZstdDecompress())
  // An error of a file is not handed on by `pipe`.
  file.once('error', (error) => stream.destroy(error))
  try {
    for await (const part of stream) {
      parts.push(part as Buffer)
      length += (part as Buffer).length
      if (length >= MOST) break
    }
  } catch (error) {
    // What we read ends in the midst of the compressed file; what is missing is not needed.
    if (length === 0 || (error as NodeJS.ErrnoException).code !== 'Z_BUF_ERROR') throw error
  } finally {
    file.destroy()
  }
  return Buffer.concat(parts).subarray(0, MOST)
}
