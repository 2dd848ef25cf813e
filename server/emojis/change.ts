import type { App } from '../app.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { dropPicture, EMOJI_LIMITS, keepPicture, processEmoji } from '../media/index.ts'
import { emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { deleteEmoji, type EmojiRow, insertEmoji, lockEmoji, unfeatureOthers, updateEmoji } from './queries.ts'
import { emojiDropped, emojisChanged } from './signals.ts'

/** What may be said of an emoji; what is absent stays. */
export interface EmojiChange {
  /** null or the empty string: none. */
  readonly category?: string | null | undefined
  readonly featured?: boolean | undefined
  readonly visible_in_picker?: boolean | undefined
  readonly disabled?: boolean | undefined
}

/** Mastodon's. */
export const EMOJI_BYTES = EMOJI_LIMITS.bytes
const MOST_CATEGORY_CHARACTERS = 100

const refuse = (what: string) => unprocessable(`Validation failed: ${what}`)

/**
 * Makes a picture safe and keeps it as an emoji.
 *
 * @param write runs what it is given in a transaction (of the caller, who judges whether this may be done).
 * @throws Problem 422: the name will not do or is taken, the file is no picture or too large; then nothing has changed.
 */
export async function addEmoji<T>(
  app: App,
  shortcode: string,
  bytes: Uint8Array,
  change: EmojiChange,
  write: (work: (tx: Tx) => Promise<EmojiRow>) => Promise<T>,
): Promise<T> {
  if (!/^[A-Za-z0-9_]{2,128}$/.test(shortcode)) {
    throw refuse('Shortcode must have 2 to 128 characters, of which each is a letter (A to Z), a digit or _')
  }
  const fields = fieldsOf(app, change, null)
  const { original, still } = await processEmoji(bytes)
  const image = await keepPicture(app, 'emojis', original)
  const static_image = still === original ? image : await keepPicture(app, 'emojis', still)
  try {
    return await write(async (tx) => {
      const [made] = await insertEmoji(tx, { shortcode, image, static_image, ...fields }, app.now())
      if (!made) throw refuse(`Shortcode ${shortcode} is taken`)
      return await changed(tx, made)
    })
  } catch (error) {
    for (const name of new Set([image, static_image])) await dropPicture(app, name)
    throw error
  }
}

/** @throws Problem 404, 422. */
export async function changeEmoji(tx: Tx, app: App, id: number, change: EmojiChange): Promise<EmojiRow> {
  const [before] = await lockEmoji(tx, id)
  if (!before) throw notFound('There is no such emoji.')
  const [after] = await updateEmoji(tx, before.shortcode, fieldsOf(app, change, before))
  return await changed(tx, after!)
}

/** Its name is free again. @returns what it was. @throws Problem 404. */
export async function removeEmoji(tx: Tx, app: App, id: number): Promise<EmojiRow> {
  const [before] = await lockEmoji(tx, id)
  if (!before) throw notFound('There is no such emoji.')
  await deleteEmoji(tx, before.shortcode, app.now())
  await emit(tx, emojisChanged, {})
  await emit(tx, emojiDropped, { images: [...new Set([before.image, before.static_image])] })
  return before
}

async function changed(tx: Tx, row: EmojiRow): Promise<EmojiRow> {
  if (row.featured) await unfeatureOthers(tx, row.shortcode, row.category!)
  await emit(tx, emojisChanged, {})
  return row
}

function fieldsOf(app: App, change: EmojiChange, before: EmojiRow | null) {
  const category = change.category === undefined ? (before?.category ?? null) : change.category?.trim() || null
  if (category !== null && [...category].length > MOST_CATEGORY_CHARACTERS) {
    throw refuse(`Category may have ${MOST_CATEGORY_CHARACTERS} characters`)
  }
  const featured = change.featured ?? (before?.featured === true && category === before.category)
  if (featured && category === null) throw refuse('Featured is for an emoji with a category, for which it then stands')
  const disabled = change.disabled ?? (before !== null && before.disabled_at !== null)
  return {
    category,
    featured,
    visible_in_picker: change.visible_in_picker ?? before?.visible_in_picker ?? true,
    disabled_at: disabled ? (before?.disabled_at ?? app.now()) : null,
  }
}
