import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { transact } from '../storage/index.ts'
import { readFocus } from './change.ts'
import { newKey } from './files.ts'
import { processImage } from './image.ts'
import { insertMedia } from './queries.ts'
import type { MediaAttachment, UploadMedia } from './schema.ts'
import { oneAttachment } from './views.ts'

/**
 * Keeps an uploaded picture, loose until a post takes it.
 * @throws Problem 422 for what is no picture or too large (processImage).
 */
export async function uploadMedia(app: App, viewer: Viewer, upload: UploadMedia): Promise<MediaAttachment> {
  const focus = upload.focus === undefined ? undefined : readFocus(upload.focus)
  const { original, small, blurhash, meta } = await processImage(upload.file.bytes)
  const keys = [newKey('attachments/original', original), newKey('attachments/small', small)] as const
  const media = {
    account_id: viewer.accountId,
    type: 'image' as const,
    mime: original.type,
    original_key: keys[0],
    small_key: keys[1],
    meta,
    blurhash,
    description: upload.description || null,
    focus_x: focus?.x ?? null,
    focus_y: focus?.y ?? null,
  }
  // The row first: should we die before the files are there, the sweep finds it and removes what is.
  const [row] = await transact(app.db, (tx) => insertMedia(tx, media, app.now()))
  await Promise.all([
    app.blobs.put(keys[0], original.bytes, original.type),
    app.blobs.put(keys[1], small.bytes, small.type),
  ])
  return oneAttachment(app, { ...media, id: row!.id, post_id: null, position: null })
}
