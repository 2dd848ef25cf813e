import type { App } from '../app.ts'
import type { Read } from '../storage/index.ts'
import { pictureUrl } from './files.ts'
import { type MediaRow, selectMedia, selectMediaOfPosts } from './queries.ts'
import type { MediaAttachment } from './schema.ts'

/** Those of the ids that exist, by id, in one statement. */
export async function mediaAttachments(
  app: App,
  read: Read,
  ids: readonly number[],
): Promise<Map<number, MediaAttachment>> {
  if (ids.length === 0) return new Map()
  const rows = await selectMedia(read, ids)
  return new Map(rows.map((row) => [row.id, oneAttachment(app, row)]))
}

/** The pictures of each post, in their order, in one statement; posts without any are absent. */
export async function mediaOfPosts(
  app: App,
  read: Read,
  postIds: readonly number[],
): Promise<Map<number, MediaAttachment[]>> {
  if (postIds.length === 0) return new Map()
  const rows = await selectMediaOfPosts(read, postIds)
  const byPost = Map.groupBy(rows, (row) => row.post_id!)
  return new Map([...byPost].map(([postId, list]) => [postId, list.map((row) => oneAttachment(app, row))]))
}

export function oneAttachment(app: App, row: MediaRow): MediaAttachment {
  const focus = row.focus_x === null || row.focus_y === null ? {} : { focus: { x: row.focus_x, y: row.focus_y } }
  return {
    id: String(row.id),
    type: row.type,
    url: row.state === 'done' ? pictureUrl(app, row.original_name) : null,
    preview_url: row.meta.small ? pictureUrl(app, row.small_name) : null,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: { ...row.meta, ...focus },
    description: row.description,
    blurhash: row.blurhash,
  }
}
