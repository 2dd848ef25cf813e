export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif'

/**
 * What a file is by its first bytes, or null if it is no picture that we take. Names and client types are not asked:
 * whoever uploads chooses those.
 */
export function sniffImage(bytes: Uint8Array): ImageFormat | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64))
  const at = (start: number, end: number) => head.toString('latin1', start, end)
  if (at(0, 3) === '\xff\xd8\xff') return 'jpeg'
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (at(0, 6) === 'GIF87a' || at(0, 6) === 'GIF89a') return 'gif'
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'webp'
  if (at(4, 8) === 'ftyp' && head.length >= 16) return brands(head).some(isAvif) ? 'avif' : null
  return null
}

const isAvif = (brand: string) => brand === 'avif' || brand === 'avis'

/** ISO/IEC 14496-12, 4.3: box size, `ftyp`, the major brand, a version, then the compatible brands. */
function brands(head: Buffer): string[] {
  const end = Math.min(head.readUInt32BE(0), head.length)
  const found = [head.toString('latin1', 8, 12)]
  for (let start = 16; start + 4 <= end; start += 4) found.push(head.toString('latin1', start, start + 4))
  return found
}

/**
 * False if a GIF ends in the middle of a block. Its decoder would silently show the frames that did arrive, while all
 * other formats report it. A missing trailer alone is common and harmless. (GIF89a, appendix A.)
 */
export function isWholeGif(bytes: Uint8Array): boolean {
  const colors = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  const afterSubBlocks = (start: number) => {
    let at = start
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1
    return at + 1
  }
  let at = 13 + colors(bytes[10] ?? 0)
  while (at < bytes.length) {
    const block = bytes[at]
    if (block === 0x21) at = afterSubBlocks(at + 2)
    else if (block === 0x2c) at = afterSubBlocks(at + 10 + colors(bytes[at + 9] ?? 0) + 1)
    else return true // the trailer; decoders ignore what follows it
  }
  return at === bytes.length
}
