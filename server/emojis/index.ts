/**
 * Custom emojis of this network, and which of them a text names. Owns `custom_emojis` and the blobs under
 * `media/emojis/`. Staff change them by way of moderation, which stands above.
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'
import { emojisFor } from './set.ts'

export { addEmoji, changeEmoji, EMOJI_BYTES, type EmojiChange, removeEmoji } from './change.ts'
export { type EmojiRow, emojisPage, oneEmoji } from './queries.ts'
export { CustomEmoji } from './schema.ts'
export { EmojiSet, emojiJson, emojisFor, knownEmojis } from './set.ts'
export { emojisChanged } from './signals.ts'

export const emojis: Module = {
  name: 'emojis',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: async (app) => void (await emojisFor(app)),
}
