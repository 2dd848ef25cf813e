import type { Static } from 'typebox'
import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import {
  addEmoji,
  changeEmoji,
  type EmojiRow,
  emojiJson,
  emojisPage,
  oneEmoji,
  removeEmoji,
} from '../../emojis/index.ts'
import { type Call, linkPages, type PageQuery, pageOf, type Viewer } from '../../http/index.ts'
import { notFound, unprocessable } from '../../kit/index.ts'
import { act, type Deed } from '../act.ts'
import type { AdminEmoji, ChangedEmoji, NewEmoji } from './schema.ts'

type Paged = Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>

const adminJson = (app: App, row: EmojiRow): AdminEmoji => ({
  id: String(row.id),
  ...emojiJson(app, row),
  category: row.category,
  featured: row.featured,
  disabled: row.disabled_at !== null,
  created_at: row.created_at.toISOString(),
  updated_at: row.changed_at.toISOString(),
})

const factsOf = ({ shortcode, category, featured, visible_in_picker, disabled_at }: EmojiRow) => ({
  ...{ shortcode, category, featured, visible_in_picker },
  disabled: disabled_at !== null,
})

const deed = (verb: 'create' | 'update' | 'destroy', row: EmojiRow): Deed => ({
  action: `custom_emoji.${verb}`,
  targetType: 'custom_emoji',
  targetId: row.id,
  details: factsOf(row),
})

/** Disabled ones too, the newest first. @throws Problem 403. */
export async function listEmojis(call: Paged): Promise<AdminEmoji[]> {
  const { app, viewer } = call
  await requirePermission(app, viewer, 'manage_emojis')
  const page = pageOf(call.query)
  const rows = await emojisPage(app.db.read, page)
  const newestFirst = page.upwards ? rows.toReversed() : rows
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return newestFirst.map((row) => adminJson(app, row))
}

/** @throws Problem 403, 404. */
export async function showEmoji(app: App, viewer: Viewer, id: string): Promise<AdminEmoji> {
  await requirePermission(app, viewer, 'manage_emojis')
  const [row] = await oneEmoji(app.db.read, Number(id))
  if (!row) throw notFound()
  return adminJson(app, row)
}

/** @throws Problem 403, 422. */
export async function uploadEmoji(app: App, viewer: Viewer, wanted: NewEmoji): Promise<AdminEmoji> {
  await requirePermission(app, viewer, 'manage_emojis')
  const { shortcode = '', image, ...rest } = wanted
  if (!image) throw unprocessable('Validation failed: Image must be a file (PNG, GIF, WebP, AVIF or JPEG)')
  const made = await addEmoji(app, shortcode, image.bytes, rest, (work) =>
    act(app, viewer, 'manage_emojis', async (tx, note) => {
      const row = await work(tx)
      note(deed('create', row))
      return row
    }),
  )
  return adminJson(app, made)
}

/** @throws Problem 403, 404, 422. */
export async function updateEmoji(app: App, viewer: Viewer, id: string, change: ChangedEmoji): Promise<AdminEmoji> {
  const row = await act(app, viewer, 'manage_emojis', async (tx, note) => {
    const after = await changeEmoji(tx, app, Number(id), change)
    note(deed('update', after))
    return after
  })
  return adminJson(app, row)
}

/** Its name is free again, and text that names it shows no picture. @throws Problem 403, 404. */
export async function deleteEmoji(app: App, viewer: Viewer, id: string): Promise<object> {
  await act(app, viewer, 'manage_emojis', async (tx, note) =>
    note(deed('destroy', await removeEmoji(tx, app, Number(id)))),
  )
  return {}
}
