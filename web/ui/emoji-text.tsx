import type { Static } from 'typebox'
import type { CustomEmoji } from '../../server/emojis/schema.ts'

type Emoji = Static<typeof CustomEmoji>

/** Text in which `:shortcodes:` of these custom emojis are pictures. */
export function EmojiText({ text, emojis }: { readonly text: string; readonly emojis: readonly Emoji[] }) {
  if (emojis.length === 0 || !text.includes(':')) return text
  const known = new Map(emojis.map((emoji) => [emoji.shortcode, emoji]))
  return text.split(/:([A-Za-z0-9_]+):/).map((piece, at) => {
    const emoji = at % 2 === 1 ? known.get(piece) : undefined
    if (at % 2 === 1 && !emoji) return `:${piece}:`
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places
    return emoji ? <EmojiPicture key={at} emoji={emoji} /> : piece
  })
}

/** A custom emoji in the line, as high as the text. */
export const EmojiPicture = ({ emoji }: { readonly emoji: Emoji }) => (
  <img className="emoji" src={emoji.url} alt={`:${emoji.shortcode}:`} title={`:${emoji.shortcode}:`} loading="lazy" />
)
