/**
 * The ends of a backup file. Everything in it is a frame of zstd (RFC 8878): sections are packed frames, the first and
 * the last frame are skippable ones, so `zstd -dc` reads the whole file: tables as COPY writes them, then the files,
 * then the manifest.
 */
import type { Section } from './manifest.ts'

const SKIPPABLE = 0x184d2a54
const FRAME_HEAD_BYTES = 8
const MAGIC = Buffer.from('TWEETER BACKUP 1')
const SHA256_BYTES = 32

export const TRAILER_BYTES = FRAME_HEAD_BYTES + 8 + 8 + SHA256_BYTES + MAGIC.length
/** Enough for any header. */
export const HEADER_READ_BYTES = 512

export function frameOf(content: Uint8Array): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES)
  head.writeUInt32LE(SKIPPABLE, 0)
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

export const headerOf = (id: string, createdAt: string): Buffer =>
  frameOf(Buffer.concat([MAGIC, Buffer.from(JSON.stringify({ id, createdAt }))]))

/** The id in the first bytes of a file; null when they are not those of a backup. */
export function readHeader(bytes: Buffer): { id: string; createdAt: string } | null {
  if (bytes.length < FRAME_HEAD_BYTES || bytes.readUInt32LE(0) !== SKIPPABLE) return null
  const content = bytes.subarray(FRAME_HEAD_BYTES, FRAME_HEAD_BYTES + bytes.readUInt32LE(4))
  if (!content.subarray(0, MAGIC.length).equals(MAGIC)) return null
  try {
    const { id, createdAt } = JSON.parse(String(content.subarray(MAGIC.length)))
    return { id: String(id), createdAt: String(createdAt) }
  } catch {
    return null
  }
}

/** Where the manifest stands, in the last bytes of the file. */
export function trailerOf(manifest: Section): Buffer {
  const place = Buffer.alloc(16)
  place.writeBigUInt64LE(BigInt(manifest.offset), 0)
  place.writeBigUInt64LE(BigInt(manifest.length), 8)
  return frameOf(Buffer.concat([place, Buffer.from(manifest.sha256, 'hex'), MAGIC]))
}

/** Null when these are not the last bytes of a whole backup of `size` bytes. */
export function readTrailer(bytes: Buffer, size: number): Section | null {
  if (bytes.length !== TRAILER_BYTES) return null
  const at = FRAME_HEAD_BYTES
  const section = {
    offset: Number(bytes.readBigUInt64LE(at)),
    length: Number(bytes.readBigUInt64LE(at + 8)),
    sha256: bytes.toString('hex', at + 16, at + 16 + SHA256_BYTES),
  }
  const isOurs = bytes.equals(trailerOf(section)) && section.offset + section.length + TRAILER_BYTES === size
  return isOurs ? section : null
}
