import Type, { type Static } from 'typebox'

/** Mastodon's CustomEmoji; the last two only in the list for pickers, of those that have a category. */
export const CustomEmoji = Type.Object({
  shortcode: Type.String(),
  url: Type.String(),
  static_url: Type.String(),
  visible_in_picker: Type.Boolean(),
  category: Type.Optional(Type.String()),
  featured: Type.Optional(Type.Boolean()),
})
export type CustomEmoji = Static<typeof CustomEmoji>
