import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound, Problem, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { dropPicture, keepPicture } from './files.ts'
import { processPreview } from './image.ts'
import { deleteLoose, type MediaChange, type MediaRow, replacePreview, selectMedia, updateMedia } from './queries.ts'
import type { ChangeLooseMedia, ChangeMedia, Focus, MediaAttachment } from './schema.ts'
import { mediaRemoved } from './signals.ts'
import { oneAttachment } from './views.ts'

const NONE = 'There is no such file of yours.'

/** One's own upload, loose or not; without `url` while it is made ready. @throws Problem 404, 422 if it could not be. */
export async function showMedia(app: App, viewer: Viewer, id: number): Promise<MediaAttachment> {
  const [row] = await selectMedia(app.db.read, [id])
  if (row?.account_id !== viewer.accountId) throw notFound(NONE)
  return shown(app, row)
}

function shown(app: App, row: MediaRow): MediaAttachment {
  if (row.error !== null) throw unprocessable(row.error)
  return oneAttachment(app, row)
}

/**
 * Describes an upload that no post has yet, or gives it another preview; one that is published is changed by an edit of
 * its post. @throws Problem 404, 422.
 */
export async function changeMedia(
  app: App,
  viewer: Viewer,
  id: number,
  body: ChangeLooseMedia,
): Promise<MediaAttachment> {
  await showMedia(app, viewer, id)
  const preview = body.thumbnail && body.thumbnail.bytes.length > 0 ? await processPreview(body.thumbnail.bytes) : null
  const name = preview && (await keepPicture(app, 'attachments/small', preview.small))
  try {
    return await transact(app.db, async (tx) => {
      await describeMedia(tx, viewer.accountId, id, null, readChange(body))
      if (preview && name) {
        const [was] = await replacePreview(tx, id, { ...preview, name })
        tx.afterCommit(() => void dropPicture(app, was!.small_name).catch(() => {}))
      }
      return shown(app, (await selectMedia(tx, [id]))[0]!)
    })
  } catch (error) {
    // Only where nothing was committed: no row names it, so no sweep would find it.
    if (name && error instanceof Problem) await dropPicture(app, name)
    throw error
  }
}

/**
 * Changes description or focus of an account's picture that `postId` has (null: that no post has), inside the caller's
 * transaction: for an edit of a post (`media_attributes`). @throws Problem 404.
 */
export async function describeMedia(tx: Tx, accountId: number, id: number, postId: number | null, change: MediaChange) {
  const changed = await updateMedia(tx, accountId, id, postId, change)
  if (changed.length === 0) throw notFound(NONE)
}

/** @throws Problem 404, or 422 while a post has it. */
export async function removeMedia(app: App, viewer: Viewer, id: number): Promise<void> {
  await transact(app.db, async (tx) => {
    const removed = await deleteLoose(tx, viewer.accountId, id, app.now())
    if (removed.length > 0) return await emit(tx, mediaRemoved, { mediaId: id })
    const [row] = await selectMedia(tx, [id])
    if (row?.account_id !== viewer.accountId) throw notFound(NONE)
    throw unprocessable('A post has this file; delete or edit the post instead.')
  })
}

/** What a client sent, as a change. @throws Problem 422 for a focus outside of the picture. */
export function readChange(body: ChangeMedia): MediaChange {
  return {
    ...(body.description === undefined ? {} : { description: body.description || null }),
    ...(body.focus === undefined ? {} : { focus: readFocus(body.focus) }),
  }
}

/** `x,y` as the schema lets through. @throws Problem 422 unless both are from -1 to 1. */
export function readFocus(text: string): Focus {
  const [x, y] = text.split(',').map(Number) as [number, number]
  if (!(Math.abs(x) <= 1 && Math.abs(y) <= 1)) throw unprocessable('The focus must be "x,y" with both from -1 to 1.')
  return { x, y }
}
