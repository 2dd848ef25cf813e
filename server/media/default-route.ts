import type { FastifyReply, FastifyRequest } from 'fastify'
import sharp from 'sharp'
import { Cache } from '../kit/index.ts'
import { defaultAvatar, defaultHeader } from './default-picture.ts'
import { forEver, matches } from './files.ts'

const draw = { avatars: defaultAvatar, headers: defaultHeader }
export type DefaultKind = keyof typeof draw

/**
 * Drawn at request and kept in memory only (some 20 kB each): anybody may ask for any id, so storing them would let
 * anybody fill the disk.
 */
const pictures = {
  avatars: new Cache<number, Buffer>(1000, (ids) => render('avatars', ids)),
  headers: new Cache<number, Buffer>(200, (ids) => render('headers', ids)),
}

async function render(kind: DefaultKind, ids: number[]): Promise<Map<number, Buffer>> {
  const drawn = ids.map(async (id) => [id, await toPng(draw[kind](String(id)))] as const)
  return new Map(await Promise.all(drawn))
}

const toPng = (svg: string): Promise<Buffer> => sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toBuffer()

/** Answers with the default picture of an account, as PNG, because many apps cannot show SVG. */
export async function sendDefault(kind: DefaultKind, id: number, request: FastifyRequest, reply: FastifyReply) {
  const etag = `"default-${id}"`
  forEver(reply, etag)
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type('image/png').send(await pictures[kind].get(id))
}
