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
    giveBack(chunk)
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
    if (toSkip < chunk.length) yield toSkip > 0 ? chunk.subarray(toSkip) : chunk
    toSkip = Math.max(0, toSkip - chunk.length)
    giveBack(chunk)
  }
}

/**
 * Frees a piece at once, where V8 would let 64 MB of them gather in each thread first. Only what reaches the end of a
 * buffer that is no part of Node's pool of small ones: into the rest of another, the stream writes what comes next.
 */
function giveBack({ buffer, byteOffset, byteLength }: Uint8Array): void {
  const whole = buffer.byteLength >= CHUNK_BYTES && byteOffset + byteLength === buffer.byteLength
  if (whole && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
