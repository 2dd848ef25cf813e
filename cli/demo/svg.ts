import sharp from 'sharp'

export const hsl = (hue: number, saturation: number, lightness: number): string =>
  `hsl(${Math.round(hue) % 360} ${saturation}% ${lightness}%)`

export const svg = (width: number, height: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`

/** A gradient from top to bottom over the whole picture. */
export const sky = (width: number, height: number, stops: readonly string[]): string => {
  const marks = stops.map((color, i) => `<stop offset="${i / (stops.length - 1)}" stop-color="${color}"/>`).join('')
  return (
    `<linearGradient id="sky" x2="0" y2="1">${marks}</linearGradient>` +
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`
  )
}

export const draw = (source: string): Promise<Buffer> =>
  sharp(Buffer.from(source)).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer()
