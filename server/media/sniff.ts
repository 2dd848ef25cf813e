export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif'

/** What holds video and sound; each names the one demuxer that may read it. */
export type Container = 'mov' | 'matroska' | 'gif' | 'mp3' | 'ogg' | 'wav' | 'flac' | 'aac'

/** What uploads are taken, by the names that apps ask for (`supported_mime_types` of the instance document). */
export const SUPPORTED_MIME_TYPES: readonly string[] = [
  ...['jpeg', 'png', 'gif', 'webp', 'avif'].map((kind) => `image/${kind}`),
  ...['webm', 'mp4', 'quicktime', 'ogg'].map((kind) => `video/${kind}`),
  ...[
    'wave',
    'wav',
    'x-wav',
    'x-pn-wave',
    'vnd.wave',
    'ogg',
    'vorbis',
    'opus',
    'mpeg',
    'mp3',
    'webm',
    'flac',
    'x-flac',
  ].map((kind) => `audio/${kind}`),
  ...['aac', 'm4a', 'x-m4a', 'mp4'].map((kind) => `audio/${kind}`),
]

/** As many bytes of the beginning as the functions here look at. */
export const HEAD_BYTES = 4096

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
 * The container of a video or a sound, and what it probably holds (the truth is known when it was opened), or null.
 * Text of any kind is nothing here, so neither are playlists, which name other files.
 */
export function sniffAv(bytes: Uint8Array): { container: Container; type: 'video' | 'audio' } | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES))
  const at = (start: number, end: number) => head.toString('latin1', start, end)
  const is = (container: Container, type: 'video' | 'audio') => ({ container, type })
  if (at(4, 8) === 'ftyp' && head.length >= 16) {
    const all = brands(head)
    if (all.some(isAvif) || isStill(all[0]!)) return null
    return is('mov', all[0]!.startsWith('M4A') || all[0]!.startsWith('M4B') ? 'audio' : 'video')
  }
  // QuickTime from before there was `ftyp`.
  if (['moov', 'mdat', 'wide'].includes(at(4, 8)) && head.length >= 16) return is('mov', 'video')
  if (at(0, 4) === '\x1aE\xdf\xa3') return is('matroska', 'video')
  if (at(0, 4) === 'OggS') return is('ogg', head.includes('\x80theora', 0, 'latin1') ? 'video' : 'audio')
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WAVE') return is('wav', 'audio')
  if (at(0, 4) === 'fLaC') return is('flac', 'audio')
  if (at(0, 3) === 'ID3') return is('mp3', 'audio')
  return isMpegAudio(head)
}

/** HEIF pictures, which no decoder of ours reads. */
const isStill = (brand: string) => /^(?:mif1|msf1|hei[cmsx]|hevc)$/.test(brand)

/** ISO/IEC 13818-3 and 13818-7: a header begins with eleven or twelve ones; layer 0 is AAC's (ADTS). */
function isMpegAudio(head: Buffer): { container: Container; type: 'audio' } | null {
  if (head.length < 4 || head[0] !== 0xff || (head[1]! & 0xe0) !== 0xe0) return null
  const layer = (head[1]! >> 1) & 3
  if (layer === 0) return (head[1]! & 0xf6) === 0xf0 ? { container: 'aac', type: 'audio' } : null
  const isValid = ((head[1]! >> 3) & 3) !== 1 && head[2]! >> 4 !== 15 && ((head[2]! >> 2) & 3) !== 3
  return isValid && layer === 1 ? { container: 'mp3', type: 'audio' } : null
}

/** True for a GIF of several pictures: posts show it as a silent video. */
export function isMovingGif(bytes: Uint8Array): boolean {
  let pictures = 0
  walkGif(bytes, () => ++pictures < 2)
  return pictures > 1
}

/**
 * False if a GIF ends in the middle of a block. Its decoder would silently show the frames that did arrive, while all
 * other formats report it. A missing trailer alone is common and harmless. (GIF89a, appendix A.)
 */
export function isWholeGif(bytes: Uint8Array): boolean {
  const end = walkGif(bytes, () => true)
  return end === null || end === bytes.length
}

/**
 * Walks over the blocks of a GIF, and calls at each picture; false stops.
 * @returns where the last block ends, which may be beyond the file; null at a trailer (decoders ignore what follows).
 */
function walkGif(bytes: Uint8Array, onPicture: () => boolean): number | null {
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
    else if (block !== 0x2c) return null
    else if (onPicture()) at = afterSubBlocks(at + 10 + colors(bytes[at + 9] ?? 0) + 1)
    else return null
  }
  return at
}
