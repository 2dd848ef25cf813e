import { encode } from 'blurhash'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { turns, unprocessable } from '../kit/index.ts'
import { type ImageFormat, isWholeGif, sniffImage } from './sniff.ts'

/** What a picture may ask of us, judged by its header before anything is decoded. */
export interface ImageLimits {
  /** Of the file. */
  bytes: number
  /** Width times height, of one frame. */
  pixels: number
  frames: number
  /** Width times height times frames. */
  animationPixels: number
  /** For decoding and encoding once. */
  seconds: number
}

/** Bytes and pixels are Mastodon's (its instance document calls them image_size_limit and image_matrix_limit). */
export const IMAGE_LIMITS: ImageLimits = {
  bytes: 16 * 1024 * 1024,
  pixels: 33_177_600,
  frames: 1000,
  animationPixels: 128_000_000,
  seconds: 20,
}
export const AVATAR_LIMITS: ImageLimits = { ...IMAGE_LIMITS, bytes: 2 * 1024 * 1024 }
export const HEADER_LIMITS: ImageLimits = { ...IMAGE_LIMITS, bytes: 8 * 1024 * 1024 }
export const EMOJI_LIMITS: ImageLimits = { ...IMAGE_LIMITS, bytes: 256 * 1024 }

const ORIGINAL_AREA = 3840 * 2160
const SMALL_AREA = 640 * 360
const FRAME_AREA = 1280 * 720
// All frames together: about four seconds of encoding on one core, at worst.
const FRAMES_AREA = 32_000_000
const EMOJI_SIDE = 256
const EMOJI_AREA = EMOJI_SIDE * EMOJI_SIDE
// The longest side that WebP can hold.
const LONGEST_SIDE = 16_383

/** A picture that we encoded ourselves: no metadata, sRGB, upright. */
export interface Picture {
  bytes: Buffer
  type: 'image/jpeg' | 'image/png' | 'image/webp'
  /** For a key: `jpg`, `png` or `webp`. */
  ending: 'jpg' | 'png' | 'webp'
  width: number
  height: number
}

export interface PictureSize {
  width: number
  height: number
  /** `640x360`. */
  size: string
  /** Width divided by height. */
  aspect: number
}

export interface ProcessedImage {
  original: Picture
  /** For lists: at most 230,400 pixels, never animated. */
  small: Picture
  blurhash: string
  animated: boolean
  /** As in Mastodon's MediaAttachment, without `focus`. */
  meta: { original: PictureSize; small: PictureSize }
}

/** An avatar, header or emoji; `still` is the same picture unless the original moves. */
export interface ProcessedPortrait {
  original: Picture
  still: Picture
}

type Size = { width: number; height: number }
type Header = Size & { format: ImageFormat; frames: number; hasAlpha: boolean }

// Every input is different, so libvips' cache of operations would only hold memory.
sharp.cache(false)
// Whatever a file says it is, no decoder but these five (and SVG, for what we drew ourselves) can be reached.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif', 'Svg'].map((loader) => `VipsForeignLoad${loader}`),
})

const inTurn = turns(2, 50, 'Too many pictures are being processed. Please try again.')

/**
 * Makes an uploaded picture safe and small enough to keep: decoded whole, turned upright, converted to sRGB, encoded
 * anew without EXIF, GPS, ICC, XMP or anything behind the picture. JPEG, PNG and WebP stay what they are; AVIF becomes
 * JPEG (WebP if transparent), which every app shows; a GIF becomes PNG, or WebP if it moves: to encode 100 frames of
 * 480x270 took 4.6 s as GIF and 1.2 s as WebP.
 * @throws Problem 422 for what is no picture, is damaged or cut short, or is larger than `limits`; 503 when too many wait.
 */
export function processImage(bytes: Uint8Array, limits: ImageLimits = IMAGE_LIMITS): Promise<ProcessedImage> {
  return inTurn(async () => {
    const header = await readHeader(bytes, limits)
    const animated = header.frames > 1
    const area = animated ? Math.min(FRAME_AREA, FRAMES_AREA / header.frames) : ORIGINAL_AREA
    const original = await reencode(bytes, header, limits, (image) => image.resize(bounded(header, area)))
    const small = await encodeAs(sharp(original.bytes).resize(bounded(original, SMALL_AREA)), original.ending, false)
    const meta = { original: sizeOf(original), small: sizeOf(small) }
    return { original, small, blurhash: await blurhashOf(small), animated, meta }
  })
}

/** What stands for a video or a song in lists. */
export interface ProcessedPreview {
  /** JPEG, at most 230,400 pixels. */
  small: Picture
  blurhash: string
  size: PictureSize
}

/** A still preview, always JPEG, made as processImage makes pictures. @throws as processImage does. */
export function processPreview(bytes: Uint8Array): Promise<ProcessedPreview> {
  return inTurn(async () => {
    const header = await readHeader(bytes, IMAGE_LIMITS)
    const size = bounded(header, SMALL_AREA)
    const still = { ...header, format: 'jpeg', frames: 1 } as const
    const small = await reencode(bytes, still, IMAGE_LIMITS, (image) =>
      image.resize(size).flatten({ background: '#fff' }),
    )
    return { small, blurhash: await blurhashOf(small), size: sizeOf(small) }
  })
}

/** 400x400, the middle of the picture. @throws as processImage does. */
export const processAvatar = (bytes: Uint8Array): Promise<ProcessedPortrait> =>
  processPortrait(bytes, { width: 400, height: 400 }, AVATAR_LIMITS)

/** 1500x500, the middle of the picture. @throws as processImage does. */
export const processHeader = (bytes: Uint8Array): Promise<ProcessedPortrait> =>
  processPortrait(bytes, { width: 1500, height: 500 }, HEADER_LIMITS)

function processPortrait(bytes: Uint8Array, size: Size, limits: ImageLimits): Promise<ProcessedPortrait> {
  return inTurn(async () => {
    const header = await readHeader(bytes, limits)
    if (header.frames > 1 && header.frames * size.width * size.height > FRAMES_AREA) {
      const most = Math.floor(FRAMES_AREA / (size.width * size.height))
      throw unprocessable(`The animation has ${header.frames} frames; here it may have at most ${most}.`)
    }
    const original = await reencode(bytes, header, limits, (image) => image.resize({ ...size, fit: 'cover' }))
    const still = header.frames > 1 ? await encodeAs(sharp(original.bytes), original.ending, false) : original
    return { original, still }
  })
}

/** In its own shape, at most 256x256. @throws as processImage does. */
export function processEmoji(bytes: Uint8Array): Promise<ProcessedPortrait> {
  return inTurn(async () => {
    const header = await readHeader(bytes, EMOJI_LIMITS)
    const area = Math.min(EMOJI_AREA, FRAMES_AREA / header.frames)
    const size = bounded(header, area, EMOJI_SIDE)
    const original = await reencode(bytes, header, EMOJI_LIMITS, (image) => image.resize(size))
    const still = header.frames > 1 ? await encodeAs(sharp(original.bytes), original.ending, false) : original
    return { original, still }
  })
}

async function readHeader(bytes: Uint8Array, limits: ImageLimits): Promise<Header> {
  const format = sniffImage(bytes)
  if (format === null)
    throw unprocessable('The file is not a picture that can be shown: use JPEG, PNG, GIF, WebP or AVIF.')
  if (bytes.length > limits.bytes) {
    throw unprocessable(`The picture has ${megabytes(bytes.length)}; it may have at most ${megabytes(limits.bytes)}.`)
  }
  if (format === 'gif' && !isWholeGif(bytes)) damaged()
  const found = await sharp(bytes, { animated: true, limitInputPixels: false }).metadata().catch(damaged)
  if (found.format !== (format === 'avif' ? 'heif' : format)) damaged()
  const { width, height } = upright(found)
  const frames = found.pages ?? 1
  if (width * height > limits.pixels || width * height * frames > limits.animationPixels || frames > limits.frames) {
    const size = `${width}x${height} pixels${frames > 1 ? ` and ${frames} frames` : ''}`
    throw unprocessable(`The picture is too large to be shown: it has ${size}.`)
  }
  return { format, width, height, frames, hasAlpha: found.hasAlpha ?? false }
}

/** The size of one frame, after it was turned upright (a film is not turned: no app writes such files). */
function upright(found: Metadata): Size {
  if ((found.pages ?? 1) > 1) return { width: found.width, height: found.pageHeight ?? found.height }
  return found.autoOrient
}

/** The one place where bytes of a stranger are decoded. */
async function reencode(
  bytes: Uint8Array,
  header: Header,
  limits: ImageLimits,
  resize: (image: Sharp) => Sharp,
): Promise<Picture> {
  const animated = header.frames > 1
  const image = sharp(bytes, {
    animated,
    autoOrient: !animated,
    failOn: 'error',
    limitInputPixels: limits.animationPixels,
    sequentialRead: true,
  })
  return encodeAs(resize(image).timeout({ seconds: limits.seconds }), endingFor(header), animated).catch(damaged)
}

function endingFor(header: Header): Picture['ending'] {
  if (header.frames > 1 || header.format === 'webp') return 'webp'
  if (header.format === 'jpeg') return 'jpg'
  if (header.format === 'avif') return header.hasAlpha ? 'webp' : 'jpg'
  return 'png'
}

async function encodeAs(image: Sharp, ending: Picture['ending'], animated: boolean): Promise<Picture> {
  const encoders = {
    jpg: () => image.jpeg({ quality: 90 }),
    png: () => image.png(),
    webp: () => image.webp(animated ? { quality: 80, effort: 0 } : { quality: 90, effort: 2 }),
  }
  const { data, info } = await encoders[ending]().toBuffer({ resolveWithObject: true })
  const type = ending === 'jpg' ? 'image/jpeg' : (`image/${ending}` as const)
  return { bytes: data, type, ending, width: info.width, height: info.pageHeight ?? info.height }
}

/** The largest size of the same shape, not larger than the picture, that has at most `area` pixels. */
function bounded({ width, height }: Size, area: number, longest = LONGEST_SIDE): Size & { fit: 'fill' } {
  const scale = Math.min(1, Math.sqrt(area / (width * height)), longest / Math.max(width, height))
  const side = (length: number) => Math.max(1, Math.floor(length * scale))
  return { width: side(width), height: side(height), fit: 'fill' }
}

function sizeOf({ width, height }: Size): PictureSize {
  return { width, height, size: `${width}x${height}`, aspect: width / height }
}

/** 4x4 components as Mastodon does, of a picture so tiny that it takes no noticeable time on the event loop. */
async function blurhashOf(picture: Picture): Promise<string> {
  const { data, info } = await sharp(picture.bytes)
    .flatten({ background: '#fff' })
    .resize(32, 32, { fit: 'fill' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return encode(new Uint8ClampedArray(data), info.width, info.height, 4, 4)
}

const megabytes = (bytes: number) => `${(bytes / (1024 * 1024)).toFixed(1)} MB`

function damaged(): never {
  throw unprocessable('The picture cannot be read: it is damaged or incomplete.')
}
