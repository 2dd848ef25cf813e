import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { unprocessable } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { readFocus } from './change.ts'
import { newName, putPicture } from './files.ts'
import { processImage } from './image.ts'
import { insertMedia } from './queries.ts'
import type { MediaAttachment, UploadMedia } from './schema.ts'
import { oneAttachment } from './views.ts'

/**
 * Keeps an uploaded picture, loose until a post takes it.
 * @throws Problem 422 for what is no picture or too large (processImage).
 */
export async function uploadMedia(app: App, viewer: Viewer, upload: UploadMedia): Promise<MediaAttachment> {
  // JSON can name an object `file` too, and it is not one.
  if (!Buffer.isBuffer(upload.file.bytes))
    throw unprocessable('Send the picture as the field "file" of a multipart body.')
  const focus = upload.focus === undefined ? undefined : readFocus(upload.focus)
  const { original, small, blurhash, meta } = await processImage(upload.file.bytes)
  const names = [newName('attachments/original', original), newName('attachments/small', small)] as const
  const media = {
    account_id: viewer.accountId,
    type: 'image' as const,
    mime: original.type,
    original_name: names[0],
    small_name: names[1],
    meta,
    blurhash,
    description: upload.description || null,
    focus_x: focus?.x ?? null,
    focus_y: focus?.y ?? null,
  }
  // The row first: should we die before the files are there, the sweep finds it and removes what is.
  const [row] = await transact(app.db, (tx) => insertMedia(tx, media, app.now()))
  await Promise.all([putPicture(app, names[0], original), putPicture(app, names[1], small)])
  return oneAttachment(app, { ...media, id: row!.id, post_id: null, position: null })
}
