import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { AVATAR_LIMITS, IMAGE_LIMITS, processAvatar, processHeader, processImage } from './image.ts'
import { sniffImage } from './sniff.ts'

const FORMATS = ['jpeg', 'png', 'gif', 'webp', 'avif'] as const
const refused = (message: RegExp) => ({ name: 'Problem', status: 422, message })
const DAMAGED = refused(/damaged or incomplete/)

/** Noise over a color, so that a cut file has lost something that shows. */
const noise = (width: number, height: number, background = '#804020'): Sharp =>
  sharp({ create: { width, height, channels: 3, background, noise: { type: 'gaussian', mean: 128, sigma: 40 } } })

/** Left half red, right half blue. */
const redAndBlue = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#00f' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: '#f00' } }, left: 0, top: 0 },
  ])

const film = (width: number, height: number, frames: number): Sharp => {
  const bytes = Buffer.alloc(width * height * frames * 3, Buffer.from([9, 200, 40, 1, 77, 255, 0]))
  for (let frame = 0; frame < frames; frame++) bytes[frame * width * height * 3] = frame
  return sharp(bytes, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
}

/** Plain pictures in turn: few bytes, and seconds of decoding on any machine. */
async function slowGif(frames: number): Promise<Buffer> {
  const plain = (background: string) => sharp({ create: { width: 640, height: 480, channels: 3, background } })
  const [first, second] = await Promise.all([
    plain('#333').gif({ effort: 1, dither: 0 }).toBuffer(),
    plain('#aaa').gif({ effort: 1, dither: 0 }).toBuffer(),
  ])
  const start = 13 + 3 * 2 ** ((first[10]! & 7) + 1)
  const pictures = [first.subarray(start, -1), second.subarray(start, -1)]
  const film = Array.from({ length: frames }, (_, frame) => pictures[frame % 2]!)
  return Buffer.concat([first.subarray(0, start), ...film, Buffer.from([0x3b])])
}

const pixel = async (picture: Buffer, left: number, top: number): Promise<number[]> => [
  ...(await sharp(picture).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer()),
]
const near = (actual: number[], wanted: number[]) =>
  assert.ok(
    actual.every((value, at) => Math.abs(value - wanted[at]!) < 16),
    `${actual} is not near ${wanted}`,
  )

/** A PNG of this size whose header is true and whose pixels are missing or few: it costs nothing to send. */
function hugePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const pixels = deflateSync(Buffer.alloc(1_000_000))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

describe('what comes out', () => {
  test('each format keeps its kind, or becomes one that every app shows', async () => {
    const types: Record<string, string> = {}
    for (const format of FORMATS) {
      const bytes = await noise(90, 60).toFormat(format).toBuffer()
      assert.equal(sniffImage(bytes), format)
      const { original, small } = await processImage(bytes)
      assert.equal(`image/${(await sharp(original.bytes).metadata()).format}`, original.type)
      assert.equal(small.type, original.type)
      types[format] = original.ending
    }
    assert.deepEqual(types, { jpeg: 'jpg', png: 'png', gif: 'png', webp: 'webp', avif: 'jpg' })
  })

  test('transparency survives, from AVIF as well', async () => {
    const clear = sharp({ create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    for (const format of ['png', 'webp', 'avif'] as const) {
      const { original, small } = await processImage(await clear.clone().toFormat(format).toBuffer())
      for (const picture of [original, small])
        assert.equal((await sharp(picture.bytes).stats()).isOpaque, false, format)
    }
  })

  test('the sizes are bounded by area, the shape is kept, small pictures are not blown up', async () => {
    const wide = await processImage(await redAndBlue(6000, 2000).jpeg().toBuffer())
    const { width, height } = wide.meta.original
    assert.ok(width * height <= 3840 * 2160 && width * height > 3840 * 2100, `${width}x${height}`)
    assert.ok(Math.abs(width / height - 3) < 0.01)
    assert.ok(wide.meta.small.width * wide.meta.small.height <= 640 * 360)
    assert.deepEqual({ width: wide.original.width, height: wide.original.height }, { width, height })
    const tiny = await processImage(await noise(16, 9).png().toBuffer())
    const size = { width: 16, height: 9, size: '16x9', aspect: 16 / 9 }
    assert.deepEqual(tiny.meta, { original: size, small: size })
    const strip = await processImage(await noise(20_000, 3).png().toBuffer())
    assert.deepEqual([strip.meta.original.size, strip.meta.small.height], ['16383x2', 2])
  })

  test('upright: the orientation is applied to pixels and sizes, then forgotten', async () => {
    const bytes = await redAndBlue(40, 20).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer()
    const { original, meta } = await processImage(bytes)
    assert.equal(meta.original.size, '20x40')
    near(await pixel(original.bytes, 10, 4), [254, 0, 0])
    near(await pixel(original.bytes, 10, 36), [0, 0, 254])
    assert.equal((await sharp(original.bytes).metadata()).orientation, undefined)
  })

  test('where and with what it was taken is gone', async () => {
    const exif = {
      IFD0: { Make: 'SecretCamera', Copyright: 'Somebody' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 0/1' },
    }
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      const image = noise(60, 40).withExif(exif).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SecretPlace</x:xmpmeta>')
      const bytes = Buffer.concat([await image.toFormat(format).toBuffer(), Buffer.from('SecretTail')])
      const before = await sharp(bytes).metadata()
      assert.ok(before.exif?.includes('SecretCamera'), format)
      const { original, small } = await processImage(bytes)
      for (const picture of [original, small]) {
        const { exif, icc, xmp, iptc, comments } = await sharp(picture.bytes).metadata()
        assert.deepEqual(
          { exif, icc, xmp, iptc, comments },
          {
            exif: undefined,
            icc: undefined,
            xmp: undefined,
            iptc: undefined,
            comments: undefined,
          },
        )
        assert.ok(!picture.bytes.includes('Secret'), format)
      }
    }
  })

  test('colors of a wide profile are converted to sRGB before the profile goes', async () => {
    const green = sharp({ create: { width: 16, height: 16, channels: 3, background: { r: 90, g: 200, b: 90 } } })
    const bytes = await green.withIccProfile('p3').png().toBuffer()
    const raw = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer()
    assert.ok(raw[0] !== 90, 'the stored numbers are those of Display P3')
    near(await pixel((await processImage(bytes)).original.bytes, 8, 8), [90, 200, 90])
  })

  test('gray, CMYK and 16 bit pictures become plain ones', async () => {
    const odd = [
      await noise(50, 50).grayscale().toColourspace('b-w').jpeg().toBuffer(),
      await noise(50, 50).toColourspace('cmyk').jpeg().toBuffer(),
      await noise(50, 50).toColourspace('rgb16').png().toBuffer(),
      await noise(50, 50).toColourspace('grey16').png().toBuffer(),
    ]
    for (const bytes of odd) {
      const { original, blurhash } = await processImage(bytes)
      const found = await sharp(original.bytes).metadata()
      assert.ok(['srgb', 'b-w'].includes(found.space) && found.depth === 'uchar', `${found.space} ${found.depth}`)
      assert.equal(blurhash.length, 36)
    }
  })

  test('the blurhash is of the picture', async () => {
    const { blurhash } = await processImage(await redAndBlue(64, 64).png().toBuffer())
    const { decode } = await import('blurhash')
    const shown = decode(blurhash, 8, 8)
    assert.ok(shown[0]! > shown[2]! && shown[28]! < shown[30]!, 'red left, blue right')
  })
})

describe('films', () => {
  test('stay films, with their times and loops; the small one stands still', async () => {
    const delay = [100, 200, 300]
    for (const format of ['gif', 'webp'] as const) {
      const { original, small, animated } = await processImage(
        await film(60, 40, 3).toFormat(format, { delay, loop: 2 }).toBuffer(),
      )
      const found = await sharp(original.bytes).metadata()
      assert.equal(animated, true)
      assert.deepEqual([found.format, found.pages, found.delay, found.loop], ['webp', 3, delay, 2])
      assert.deepEqual([original.width, original.height], [60, 40])
      assert.equal((await sharp(small.bytes).metadata()).pages ?? 1, 1)
    }
  })

  test('many frames are refused before they are decoded', async () => {
    const bytes = await film(2, 2, 50).gif().toBuffer()
    await assert.rejects(processImage(bytes, { ...IMAGE_LIMITS, frames: 49 }), refused(/2x2 pixels and 50 frames/))
    await assert.rejects(processImage(bytes, { ...IMAGE_LIMITS, animationPixels: 199 }), refused(/50 frames/))
    await assert.rejects(
      processAvatar(await film(1, 1, 201).gif().toBuffer()),
      refused(/201 frames; here it may have at most 200/),
    )
  })

  test('a cut GIF is refused, one without its trailer is not', async () => {
    const bytes = await film(60, 40, 3).gif().toBuffer()
    for (const part of [0.3, 0.6, 0.9])
      await assert.rejects(processImage(bytes.subarray(0, bytes.length * part)), DAMAGED)
    assert.equal((await processImage(bytes.subarray(0, -1))).animated, true)
  })
})

describe('what is refused', () => {
  test('what is no picture, whatever it claims to be', async () => {
    const files = {
      html: '<!doctype html><script>alert(1)</script>',
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
      zip: 'PK\x03\x04rest of an archive',
      pdf: '%PDF-1.7',
      tiff: 'II*\0\x08\0\0\0',
      heic: '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
      mp4: '\0\0\0\x18ftypisom\0\0\0\0isommp42',
      short: '\xff\xd8',
      empty: '',
    }
    for (const [name, content] of Object.entries(files)) {
      await assert.rejects(processImage(Buffer.from(content, 'latin1')), refused(/not a picture/), name)
    }
    const real = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .tiff()
      .toBuffer()
    await assert.rejects(processImage(real), refused(/not a picture/))
  })

  test('the first bytes of one kind with the inside of another', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    for (const head of [
      '\xff\xd8\xff',
      '\x89PNG\r\n\x1a\n',
      'GIF89a',
      'RIFF\0\0\0\0WEBP',
      '\0\0\0\x18ftypavif\0\0\0\0mif1avif',
    ]) {
      await assert.rejects(processImage(Buffer.concat([Buffer.from(head, 'latin1'), svg])), DAMAGED)
    }
  })

  test('pictures that were cut short', async () => {
    for (const format of FORMATS) {
      const bytes = await noise(150, 100).toFormat(format).toBuffer()
      for (const part of [0.2, 0.5, 0.9]) {
        await assert.rejects(processImage(bytes.subarray(0, bytes.length * part)), DAMAGED, `${format} ${part}`)
      }
    }
  })

  test('bombs, by their header, at once', async () => {
    const began = performance.now()
    await assert.rejects(
      processImage(hugePng(60_000, 60_000)),
      refused(/too large to be shown: it has 60000x60000 pixels/),
    )
    await assert.rejects(processImage(hugePng(2_000_000_000, 2)), refused(/too large|damaged/))
    await assert.rejects(processAvatar(hugePng(33_177_601, 1)), refused(/too large/))
    assert.ok(performance.now() - began < 1000)
    await assert.rejects(processImage(hugePng(5000, 5000)), DAMAGED)
  })

  test('files of too many bytes, and work that takes too long', async () => {
    const bytes = await noise(1200, 1200).png().toBuffer()
    await assert.rejects(processImage(bytes, { ...IMAGE_LIMITS, bytes: bytes.length - 1 }), refused(/MB; it may have/))
    assert.ok(bytes.length > AVATAR_LIMITS.bytes)
    await assert.rejects(processAvatar(bytes), refused(/at most 2.0 MB/))
    const slow = await slowGif(5000)
    const limits = { ...IMAGE_LIMITS, frames: 5000, animationPixels: 640 * 480 * 5000, seconds: 1 }
    await assert.rejects(processImage(slow, limits), DAMAGED)
  })
})

describe('avatars and headers', () => {
  test('fill their frame, whatever the shape', async () => {
    for (const [width, height] of [
      [900, 300],
      [30, 50],
    ] as const) {
      const bytes = await noise(width, height).jpeg().toBuffer()
      const avatar = await processAvatar(bytes)
      assert.deepEqual([avatar.original.width, avatar.original.height, avatar.still], [400, 400, avatar.original])
      const { original } = await processHeader(bytes)
      assert.deepEqual([original.width, original.height, original.type], [1500, 500, 'image/jpeg'])
    }
  })

  test('a film gets a still', async () => {
    const { original, still } = await processAvatar(await film(60, 40, 3).gif().toBuffer())
    assert.equal((await sharp(original.bytes).metadata()).pages, 3)
    assert.equal((await sharp(still.bytes).metadata()).pages ?? 1, 1)
    assert.deepEqual([original.width, original.height, still.width, still.height], [400, 400, 400, 400])
  })
})
