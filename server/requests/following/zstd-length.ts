import { open } from 'node:fs/promises'

const MAGIC = 0xfd2fb528
/** Of the longest header there is. */
const HEADER_BYTES = 18

/**
 * How long the content of a file with one zstd frame is, when its header tells (RFC 8878, 3.1.1).
 *
 * @throws ENOENT where there is no such file
 */
export async function zstdLength(path: string): Promise<number | null> {
  const file = await open(path)
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    await file.read(header, 0, HEADER_BYTES, 0)
    return header.readUInt32LE(0) === MAGIC ? contentSize(header) : null
  } finally {
    await file.close()
  }
}

function contentSize(header: Buffer): number | null {
  const descriptor = header[4]!
  const isSingle = (descriptor & 32) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!
  const at = 5 + (isSingle ? 0 : 1) + dictionaryBytes
  switch (descriptor >> 6) {
    case 0:
      return isSingle ? header[at]! : null
    case 1:
      return header.readUInt16LE(at) + 256
    case 2:
      return header.readUInt32LE(at)
    default:
      return Number(header.readBigUInt64LE(at))
  }
}
