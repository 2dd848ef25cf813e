import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

export interface EmojiRow {
  readonly id: number
  readonly shortcode: string
  readonly image: string
  readonly static_image: string
  readonly category: string | null
  readonly featured: boolean
  readonly visible_in_picker: boolean
  readonly disabled_at: Date | null
  readonly created_at: Date
  readonly changed_at: Date
}

/** Those that text may show, in the order of their names. */
export const enabledEmojis = (read: Read) => read<EmojiRow>`
  select * from custom_emojis where deleted_at is null and disabled_at is null order by shortcode collate "C"`

/** Disabled ones too, the newest first. */
export const emojisPage = (read: Read, page: Page) => read<EmojiRow>`
  select * from custom_emojis where deleted_at is null and id < ${page.below} and id > ${page.above}
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export const oneEmoji = (read: Read, id: number) => read<EmojiRow>`
  select * from custom_emojis where id = ${id} and deleted_at is null`

export const lockEmoji = (tx: Tx, id: number) => tx<EmojiRow>`
  select * from custom_emojis where id = ${id} and deleted_at is null for update`

export type EmojiFields = Pick<EmojiRow, 'category' | 'featured' | 'visible_in_picker' | 'disabled_at'>

/** Of two at once the second waits here; @returns no row when the name is taken. */
export const insertEmoji = (
  tx: Tx,
  made: EmojiFields & Pick<EmojiRow, 'shortcode' | 'image' | 'static_image'>,
  now: Date,
) => tx<EmojiRow>`
  insert into custom_emojis as e (shortcode, image, static_image, category, featured, visible_in_picker, disabled_at,
                                  created_at)
  values (${made.shortcode}, ${made.image}, ${made.static_image}, ${made.category}, ${made.featured},
          ${made.visible_in_picker}, ${made.disabled_at}, ${now})
  on conflict (shortcode) do update
    set id = excluded.id, image = excluded.image, static_image = excluded.static_image, category = excluded.category,
        featured = excluded.featured, visible_in_picker = excluded.visible_in_picker,
        disabled_at = excluded.disabled_at, created_at = excluded.created_at, deleted_at = null
    where e.deleted_at is not null
  returning *`

export const updateEmoji = (tx: Tx, shortcode: string, fields: EmojiFields) => tx<EmojiRow>`
  update custom_emojis
     set category = ${fields.category}, featured = ${fields.featured},
         visible_in_picker = ${fields.visible_in_picker}, disabled_at = ${fields.disabled_at}
   where shortcode = ${shortcode} returning *`

/** A category has one that stands for it. */
export const unfeatureOthers = (tx: Tx, shortcode: string, category: string) => tx`
  update custom_emojis set featured = false
   where category = ${category} and featured and shortcode <> ${shortcode}`

export const deleteEmoji = (tx: Tx, shortcode: string, now: Date) => tx`
  update custom_emojis set deleted_at = ${now} where shortcode = ${shortcode}`
