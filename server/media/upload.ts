import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import type { SpooledFile, Viewer } from '../http/index.ts'
import { tooLarge, tooMany, unavailable, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { VIDEO_LIMITS } from './av/limits.ts'
import { readFocus, showMedia } from './change.ts'
import { newName, newSource, putPicture } from './files.ts'
import { IMAGE_LIMITS, processImage, processPreview } from './image.ts'
import { countProcessing, insertMedia, type NewMedia } from './queries.ts'
import type { MediaAttachment, UploadMedia } from './schema.ts'
import { mediaUploaded } from './signals.ts'
import { HEAD_BYTES, isMovingGif, sniffAv, sniffImage } from './sniff.ts'
import { oneAttachment } from './views.ts'

/** Uploads that may wait to be made ready: of everybody, and of one account. */
const MOST_WAITING = 200
const MOST_WAITING_OF_ONE = 10

const WAIT_MS = 60_000
const LOOK_AGAIN_MS = 250

/**
 * Keeps an uploaded file, loose until a post takes it. Pictures are ready at once; what moves or sounds is made ready
 * by a job, and has no `url` until then.
 * @throws Problem 422 for what we do not take, 413 for what is too large, 429 and 503 while too much is waiting.
 */
export async function uploadMedia(app: App, viewer: Viewer, upload: UploadMedia): Promise<MediaAttachment> {
  const { file } = upload
  const head = await headOf(file)
  const format = sniffImage(head)
  const given = { account_id: viewer.accountId, ...describedBy(upload) }
  if (format !== null) {
    const bytes = await readPicture(file)
    if (format !== 'gif' || !isMovingGif(bytes)) return await keepImage(app, given, bytes, upload.thumbnail)
    return await keepForLater(app, given, 'gifv', upload)
  }
  const found = sniffAv(head)
  if (found === null) {
    throw unprocessable(
      'The file is none that can be shown: use JPEG, PNG, GIF, WebP or AVIF, MP4, WebM or MOV, MP3, Ogg, WAV, FLAC or M4A.',
    )
  }
  return await keepForLater(app, given, found.type, upload)
}

/** Keeps a picture that is in memory already. @throws as uploadMedia does. */
export async function uploadPicture(
  app: App,
  viewer: Viewer,
  picture: { bytes: Buffer; description?: string | null },
): Promise<MediaAttachment> {
  return await keepImage(app, { account_id: viewer.accountId, ...describedBy(picture) }, picture.bytes, undefined)
}

/** The same as uploadMedia, but waits up to a minute for what is to be made ready. @throws Problem also 422 if it could not be. */
export async function uploadAndWait(app: App, viewer: Viewer, upload: UploadMedia): Promise<MediaAttachment> {
  let media = await uploadMedia(app, viewer, upload)
  for (const end = Date.now() + WAIT_MS; media.url === null && Date.now() < end; ) {
    await sleep(LOOK_AGAIN_MS)
    media = await showMedia(app, viewer, Number(media.id))
  }
  return media
}

type Given = Pick<NewMedia, 'account_id' | 'description' | 'focus_x' | 'focus_y'>

function describedBy({ description, focus }: Pick<UploadMedia, 'description' | 'focus'>) {
  const point = focus === undefined ? undefined : readFocus(focus)
  return { description: description || null, focus_x: point?.x ?? null, focus_y: point?.y ?? null }
}

async function headOf(file: SpooledFile): Promise<Uint8Array> {
  const handle = await open(file.path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function readPicture(file: SpooledFile): Promise<Buffer> {
  if (file.size > IMAGE_LIMITS.bytes) throw tooLarge(`A picture may have at most ${IMAGE_LIMITS.bytes >> 20} MB.`)
  return await readFile(file.path)
}

/** A preview of the owner's own. */
const previewOf = async (thumbnail: SpooledFile | undefined) =>
  thumbnail && thumbnail.size > 0 ? await processPreview(await readPicture(thumbnail)) : null

async function keepImage(app: App, given: Given, bytes: Buffer, thumbnail: SpooledFile | undefined) {
  const { original, small, blurhash, meta } = await processImage(bytes)
  const own = await previewOf(thumbnail)
  const preview = own?.small ?? small
  const media = {
    ...given,
    type: 'image' as const,
    mime: original.type,
    original_name: newName('attachments/original', original),
    small_name: newName('attachments/small', preview),
    meta: { original: meta.original, small: own?.size ?? meta.small },
    blurhash: own?.blurhash ?? blurhash,
    state: 'done' as const,
    source_name: null,
  }
  // The row first: should we die before the files are there, the sweep finds it and removes what is.
  const [row] = await transact(app.db, (tx) => insertMedia(tx, media, app.now()))
  await Promise.all([putPicture(app, media.original_name, original), putPicture(app, media.small_name, preview)])
  return oneAttachment(app, { ...media, id: row!.id, post_id: null, position: null, error: null })
}

async function keepForLater(app: App, given: Given, type: 'video' | 'gifv' | 'audio', upload: UploadMedia) {
  if (upload.file.size > VIDEO_LIMITS.bytes) throw tooLarge(`The file may have at most ${VIDEO_LIMITS.bytes >> 20} MB.`)
  await requirePlace(app, given.account_id)
  const own = await previewOf(upload.thumbnail)
  const media = {
    ...given,
    type,
    mime: type === 'audio' ? 'audio/mpeg' : 'video/mp4',
    original_name: newName('attachments/original', { ending: type === 'audio' ? 'mp3' : 'mp4' }),
    small_name: newName('attachments/small', { ending: 'jpg' }),
    meta: own ? { small: own.size } : {},
    blurhash: own?.blurhash ?? null,
    state: 'processing' as const,
    source_name: newSource(),
  }
  // The row first, as above; the job only when there is something that it can read.
  const [row] = await transact(app.db, (tx) => insertMedia(tx, media, app.now()))
  await app.blobs.put(media.source_name, createReadStream(upload.file.path), 'application/octet-stream')
  if (own) await putPicture(app, media.small_name, own.small)
  await transact(app.db, (tx) => emit(tx, mediaUploaded, { mediaId: row!.id }))
  return oneAttachment(app, { ...media, id: row!.id, post_id: null, position: null, error: null })
}

/** Two that come at once may both get the last place; the bound is there for the disk, which bears one more. */
async function requirePlace(app: App, accountId: number): Promise<void> {
  const [waiting] = await countProcessing(app.db.read, accountId)
  if (waiting!.own >= MOST_WAITING_OF_ONE) {
    throw tooMany(`${MOST_WAITING_OF_ONE} of your uploads are still being made ready. Please wait for them.`, 30)
  }
  if (waiting!.all >= MOST_WAITING) throw unavailable('Too many uploads are being made ready. Please try again.', 30)
}
