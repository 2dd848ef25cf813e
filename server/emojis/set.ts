import type { App } from '../app.ts'
import { Cache, perApp } from '../kit/index.ts'
import { pictureUrl } from '../media/index.ts'
import { type EmojiRow, enabledEmojis } from './queries.ts'
import type { CustomEmoji } from './schema.ts'

/** Mastodon's rule (`CustomEmoji::SCAN_RE`): no letter, digit or colon on either side. */
const NAMED = /(?<![\p{Alphabetic}\p{Nd}:]):([A-Za-z0-9_]{2,128}):(?![\p{Alphabetic}\p{Nd}:])/gu

/** The emojis that text may show at one moment. */
export class EmojiSet {
  readonly #byName: ReadonlyMap<string, CustomEmoji>
  /** For pickers, in the order of their names. */
  readonly listed: readonly CustomEmoji[]

  constructor(app: App, rows: readonly EmojiRow[]) {
    this.#byName = new Map(rows.map((row) => [row.shortcode, emojiJson(app, row)]))
    this.listed = rows
      .filter((row) => row.visible_in_picker)
      .map((row) => ({
        ...emojiJson(app, row),
        ...(row.category && { category: row.category, featured: row.featured }),
      }))
  }

  get(shortcode: string): CustomEmoji | undefined {
    return this.#byName.get(shortcode)
  }

  /** Those that texts name, each once, in the order of the texts. Takes linear time. */
  in(...texts: readonly string[]): CustomEmoji[] {
    if (this.#byName.size === 0) return []
    const found = new Map<string, CustomEmoji>()
    for (const text of texts) {
      if (!text.includes(':')) continue
      for (const [, shortcode] of text.matchAll(NAMED)) {
        const emoji = this.#byName.get(shortcode!)
        if (emoji) found.set(shortcode!, emoji)
      }
    }
    return [...found.values()]
  }
}

export const emojiJson = (app: App, row: EmojiRow): CustomEmoji => ({
  shortcode: row.shortcode,
  url: pictureUrl(app, row.image),
  static_url: pictureUrl(app, row.static_image),
  visible_in_picker: row.visible_in_picker,
})

const kept = perApp(
  (app: App) =>
    new Cache<'all', EmojiSet>(1, async () => new Map([['all', new EmojiSet(app, await enabledEmojis(app.db.read))]])),
)

/** All of them, from memory or with one statement. Ask before reading what is to be rendered with them and kept. */
export const emojisFor = async (app: App): Promise<EmojiSet> => (await kept(app).get('all'))!

/** The same when they are in memory already. */
export const knownEmojis = (app: App): EmojiSet | undefined => kept(app).peek('all')

export const forgetEmojis = (app: App): void => kept(app).clear()
