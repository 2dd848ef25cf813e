import { decode } from 'blurhash'

const WIDTH = 16
const HEIGHT = 12
const HEADER_BYTES = 54

/**
 * What a blurhash (https://blurha.sh) says of a picture, as a `data:` address of a tiny bitmap: pages have no script
 * that could draw it, and bitmaps need no compression. Null when there is none, or it is broken.
 */
export function blurImage(hash: string | null | undefined): string | null {
  if (!hash) return null
  let pixels: Uint8ClampedArray
  try {
    pixels = decode(hash, WIDTH, HEIGHT)
  } catch {
    return null
  }
  const file = Buffer.alloc(HEADER_BYTES + WIDTH * HEIGHT * 3) // rows of 48 bytes need no filling up to four
  file.write('BM')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(HEADER_BYTES, 10)
  file.writeUInt32LE(40, 14) // BITMAPINFOHEADER
  file.writeInt32LE(WIDTH, 18)
  file.writeInt32LE(-HEIGHT, 22) // negative: from the top down
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28) // bits of a pixel: blue, green, red
  for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
    for (const [to, from] of [2, 1, 0].entries()) file[HEADER_BYTES + pixel * 3 + to] = pixels[pixel * 4 + from]!
  }
  return `data:image/bmp;base64,${file.toString('base64')}`
}
