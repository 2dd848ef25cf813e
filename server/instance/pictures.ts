import type { FastifyReply } from 'fastify'
import sharp from 'sharp'
import { pageIcon } from '../http/index.ts'
import { Cache, notFound } from '../kit/index.ts'

/** Sides in pixels; what phones ask for, and a browser's tab. */
export const ICON_SIZES = [48, 96, 180, 192, 512]
/** Sides in pixels of the icon that phones cut to a shape of their own. */
export const MASKABLE_SIZES = [192, 512]
/** Widths in pixels; the second is for dense screens. */
export const PREVIEW_WIDTHS = [1200, 2400]

// Drawn once and kept, since there are only these few.
const icons = new Cache<number, Buffer>(100, async ([size]) => new Map([[size!, await drawIcon(size!)]]))
const maskables = new Cache<number, Buffer>(100, async ([size]) => new Map([[size!, await drawMaskable(size!)]]))
const previews = new Cache<number, Buffer>(100, async ([width]) => new Map([[width!, await drawPreview(width!)]]))

/** The mark as PNG, because many apps and iOS show no SVG. @throws Problem 404 for other sizes. */
export const sendIcon = (size: number, reply: FastifyReply) => send(icons, ICON_SIZES, size, reply)

/** The mark with a ground of its own around it, of which nothing that matters is cut off. @throws Problem 404. */
export const sendMaskable = (size: number, reply: FastifyReply) => send(maskables, MASKABLE_SIZES, size, reply)

/** The picture of the network for link previews and apps. @throws Problem 404 for other widths. */
export const sendPreview = (width: number, reply: FastifyReply) => send(previews, PREVIEW_WIDTHS, width, reply)

async function send(pictures: Cache<number, Buffer>, sizes: number[], size: number, reply: FastifyReply) {
  if (!sizes.includes(size)) throw notFound('There is no such picture.')
  // Apps in browsers show it on pages of their own origin.
  reply.header('cross-origin-resource-policy', 'cross-origin').header('cache-control', 'public, max-age=604800')
  return reply.type('image/png').send(await pictures.get(size))
}

const drawIcon = (size: number): Promise<Buffer> =>
  sharp(Buffer.from(pageIcon.body)).resize(size, size).png({ compressionLevel: 9 }).toBuffer()

/** The mark within the safe zone: a circle of 80 % of the side (https://www.w3.org/TR/appmanifest/#purpose-member). */
function drawMaskable(size: number): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="512" height="512">
<rect width="100" height="100" fill="#15171c"/>
${pageIcon.body.replace('<svg ', '<svg x="23" y="23" width="54" height="54" ')}</svg>`
  return sharp(Buffer.from(drawing)).resize(size, size).png({ compressionLevel: 9 }).toBuffer()
}

/** The mark in the middle of its sound waves; no words, because a server may have no fonts. */
function drawPreview(width: number): Promise<Buffer> {
  const radii = [190, 260, 330, 400, 470, 540, 610]
  const rings = radii.map((radius) => `<circle cx="600" cy="315" r="${radius}"/>`).join('')
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="1200" height="630">
<rect width="1200" height="630" fill="#15171c"/>
<g fill="none" stroke="#ffcf33" stroke-width="3" opacity=".3">${rings}</g>
${pageIcon.body.replace('<svg ', '<svg x="460" y="175" width="280" height="280" ')}</svg>`
  return sharp(Buffer.from(drawing)).resize(width).png({ compressionLevel: 9, palette: true }).toBuffer()
}
