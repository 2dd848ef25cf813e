import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { notFound, Problem } from '../kit/index.ts'
import { lookElsewhere } from '../sites/index.ts'
import type { ByteRange, OpenBlob } from '../storage/index.ts'
import { sendComing } from './coming.ts'
import type { Picture } from './image.ts'
import type { MediaRow } from './queries.ts'

export type PictureFolder = 'attachments/original' | 'attachments/small' | 'avatars' | 'headers' | 'emojis'

/**
 * A new name for a picture. Whoever knows the name is served, and 128 random bits are what keeps the pictures of a
 * private post from being guessed.
 */
export const newName = (folder: PictureFolder, { ending }: { ending: Picture['ending'] | 'mp4' | 'mp3' }): string =>
  `${folder}/${randomBytes(16).toString('hex')}.${ending}`

/** A key for an upload as it came. It is not under `media/`, so nobody is served it. */
export const newSource = (): string => `uploads/${randomBytes(16).toString('hex')}.bin`

/** Only blobs under `media/` are public. */
const keyOf = (name: string): string => `media/${name}`

export const putPicture = (app: App, name: string, picture: Picture): Promise<void> =>
  app.blobs.put(keyOf(name), picture.bytes, picture.type)

/** Stores a picture for ever under a new name. @returns the name, for `pictureUrl` and `dropPicture`. */
export async function keepPicture(app: App, folder: PictureFolder, picture: Picture): Promise<string> {
  const name = newName(folder, picture)
  await putPicture(app, name, picture)
  return name
}

/** Removes a kept picture; no error if it is gone. Call it after the commit that forgot the name. */
export const dropPicture = (app: App, name: string): Promise<void> => app.blobs.remove(keyOf(name))

/** Puts a file of ours under a name. */
export const putFile = (app: App, name: string, source: Readable, type: string): Promise<void> =>
  app.blobs.put(keyOf(name), source, type)

/** Whether an upload becomes a video or a sound is known late; the name is the same but for this. */
export const withEnding = (name: string, ending: 'mp4' | 'mp3'): string => name.replace(/\.mp[34]$/, `.${ending}`)

/** Removes all files that a deleted or failed attachment has, or may have left when a process died over it. */
export async function dropFiles(app: App, row: MediaRow): Promise<void> {
  const names = new Set([row.original_name, row.small_name])
  if (row.source_name !== null)
    for (const ending of ['mp3', 'mp4'] as const) names.add(withEnding(row.original_name, ending))
  for (const name of names) await dropPicture(app, name)
  await dropSource(app, row)
}

export async function dropSource(app: App, { source_name }: Pick<MediaRow, 'source_name'>): Promise<void> {
  if (source_name !== null) await app.blobs.remove(source_name)
}

/** The absolute address of a kept picture. */
export const pictureUrl = (app: App, name: string): string => `${app.config.url}/media/${name}`

/** Answers with a stored file: whole, a range of it, or "you have it". @throws Problem 404 and 416. */
export async function sendPicture(app: App, name: string, request: FastifyRequest, reply: FastifyReply) {
  const { headers } = request
  // A name is never used twice, so its random part is as good as a hash of the content.
  const etag = `"${name.slice(name.lastIndexOf('/') + 1)}"`
  const changed = headers['if-range'] !== undefined && headers['if-range'] !== etag
  const asked = changed ? undefined : parseRange(headers.range)
  const found = (await app.blobs.open(keyOf(name), asked)) ?? (await openFromElsewhere(app, name, asked))
  if (found === 'coming') return sendComing(name, reply)
  if (!found) throw notFound('There is no such file.')
  const { stream, size, range, type } = found
  if (asked && !range) {
    stream.destroy()
    reply.header('content-range', `bytes */${size}`)
    throw new Problem(416, `The file has ${size} bytes; there is nothing in this range.`)
  }
  forEver(reply, etag)
  if (matches(headers['if-none-match'], etag)) {
    stream.destroy()
    return reply.code(304).send()
  }
  reply.type(type).header('accept-ranges', 'bytes')
  reply.header('content-length', range ? range.end - range.start + 1 : 0)
  if (asked && range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  return reply.send(stream)
}

/** A file that was put at the other site: when it comes within a moment, or "coming". */
async function openFromElsewhere(
  app: App,
  name: string,
  range: ByteRange | undefined,
): Promise<OpenBlob | 'coming' | null> {
  const found = await lookElsewhere(app, keyOf(name))
  return found === 'here' ? await app.blobs.open(keyOf(name), range) : found
}

/** Headers of a picture that never changes, wherever it is shown. */
export function forEver(reply: FastifyReply, etag: string): void {
  reply.header('cache-control', 'public, max-age=31536000, immutable')
  reply.header('etag', etag)
  reply.header('x-content-type-options', 'nosniff')
  // Should a browser ever take one for a document, that document may do nothing.
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  reply.header('content-disposition', 'inline')
  reply.header('cross-origin-resource-policy', 'cross-origin')
}

/** RFC 9110, 13.1.2: a list of tags, weak ones included, or `*`. */
export const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)

/** RFC 9110, 14.2. Several ranges, other units and what cannot be read are ignored, which the RFC allows. */
function parseRange(header: string | undefined): { start: number; end?: number } | undefined {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header?.replaceAll(' ', '') ?? '')
  const [first, last] = [found?.[1], found?.[2]]
  if (first && last) return Number(first) <= Number(last) ? { start: Number(first), end: Number(last) } : undefined
  if (first) return { start: Number(first) }
  // The last so many bytes; the last none are nothing, which is what a start beyond any file gives.
  return last ? { start: Number(last) === 0 ? Number.MAX_SAFE_INTEGER : -Number(last) } : undefined
}
