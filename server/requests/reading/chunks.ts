import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'

export type Compression = 'none' | 'gzip' | 'zstd'

const CHUNK_BYTES = 1 << 20

/**
 * A file's bytes from a place on, uncompressed, a piece at a time. A piece is valid until the next is asked for.
 *
 * @param from in uncompressed bytes; what is compressed is uncompressed up to there and thrown away.
 */
export function chunksOf(path: string, compression: Compression, from: number): AsyncGenerator<Uint8Array> {
  return compression === 'none' ? plain(path, from) : unpacked(path, compression, from)
}

async function* plain(path: string, from: number): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  try {
    for (let place = from; ; ) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, place)
      if (bytesRead === 0) return
      place += bytesRead
      yield chunk.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function* unpacked(path: string, compression: 'gzip' | 'zstd', from: number): AsyncGenerator<Uint8Array> {
  const chunkSize = CHUNK_BYTES
  const unpack = compression === 'gzip' ? createGunzip({ chunkSize }) : createZstdDecompress({ chunkSize })
  // Its error is the error of what is read from it.
  const stream = pipeline(createReadStream(path, { highWaterMark: chunkSize }), unpack, () => {})
  let toSkip = from
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    if (toSkip >= chunk.length) {
      toSkip -= chunk.length
      continue
    }
    yield toSkip > 0 ? chunk.subarray(toSkip) : chunk
    toSkip = 0
  }
}
