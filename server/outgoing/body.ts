import type { IncomingMessage } from 'node:http'
import { type Duplex, pipeline, type Readable, Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip } from 'node:zlib'
import { unreachable } from './problem.ts'

export interface Body {
  readonly bytes: Buffer
  /** There was more than is in `bytes`. */
  readonly cut: boolean
}

/** What we can read, for `Accept-Encoding`. */
export const ENCODINGS = 'gzip, br'

/**
 * Reads at most `maxBytes`, counted both as they come and after decompression, so that neither an endless body nor a
 * small one that unpacks into gigabytes holds more. What is left is not read, and the connection goes.
 */
export async function readBody(message: IncomingMessage, maxBytes: number): Promise<Body> {
  const unpack = unpacker(message.headers['content-encoding'])
  const packed = first(maxBytes)
  const source: Readable = unpack === null ? message : pipeline(message, packed.stream, unpack, () => {})
  const kept: Buffer[] = []
  let length = 0
  for await (const chunk of source as AsyncIterable<Buffer>) {
    kept.push(chunk)
    length += chunk.length
    if (length > maxBytes) return { bytes: Buffer.concat(kept).subarray(0, maxBytes), cut: true }
  }
  return { bytes: Buffer.concat(kept), cut: packed.isCut() }
}

function unpacker(encoding: string | undefined): Duplex | null {
  const name = encoding?.trim().toLowerCase() || 'identity'
  if (name === 'identity') return null
  // What was cut off gives what it can.
  if (name === 'gzip' || name === 'x-gzip') return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
  if (name === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH })
  throw unreachable('The answer is packed in a way that was not asked for.')
}

/** Lets so many bytes through: packed ones that give nothing (an endless name in the head of a gzip file) end as well. */
function first(most: number): { stream: Transform; isCut(): boolean } {
  let length = 0
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const left = most - length
      if (left >= 0) stream.push(chunk.subarray(0, left))
      length += chunk.length
      if (left >= 0 && length > most) stream.push(null)
      done()
    },
  })
  return { stream, isCut: () => length > most }
}
