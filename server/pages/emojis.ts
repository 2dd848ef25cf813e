/** Custom emojis: `:shortcode:` in text becomes the picture that the API's `emojis` name for it. */
import { type Content, type Html, html, raw, safeUrl } from '../kit/index.ts'

export interface ShownEmoji {
  readonly shortcode: string
  readonly url: string
  /** Without movement. */
  readonly static_url: string
}

/** As the API finds them (server/emojis/set.ts). */
const NAMED = /(?<![\p{Alphabetic}\p{Nd}:]):([A-Za-z0-9_]{2,128}):(?![\p{Alphabetic}\p{Nd}:])/gu

/** Text of somebody, with its emojis as pictures. */
export function withEmojis(text: string, emojis: readonly ShownEmoji[] = []): Content {
  if (emojis.length === 0) return text
  return text.split(NAMED).map((piece, at) => (at % 2 === 0 ? piece : (picture(piece, emojis) ?? `:${piece}:`)))
}

/** The same for HTML of our own renderer: only what stands between its tags is looked at. */
export function htmlWithEmojis(trusted: string, emojis: readonly ShownEmoji[] = []): Html {
  if (emojis.length === 0) return raw(trusted)
  const pieces = trusted.split(/(<[^>]*>)/)
  const shown = pieces.map((piece, at) =>
    at % 2 === 1 ? piece : piece.replace(NAMED, (found, name: string) => String(picture(name, emojis) ?? found)),
  )
  return raw(shown.join(''))
}

function picture(shortcode: string, emojis: readonly ShownEmoji[]): Html | null {
  const emoji = emojis.find((one) => one.shortcode === shortcode)
  if (!emoji || !safeUrl(emoji.url)) return null
  const still = safeUrl(emoji.static_url) && emoji.static_url !== emoji.url
  const name = `:${shortcode}:`
  const image = html`<img class="emoji" src="${emoji.url}" alt="${name}" title="${name}" width="20" height="20" decoding="async">`
  if (!still) return image
  return html`<picture><source srcset="${emoji.static_url}" media="(prefers-reduced-motion: reduce)">${image}</picture>`
}
