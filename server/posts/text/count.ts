import { scan } from './scan.ts'

/** What every link counts, long or short; clients read it as `characters_reserved_per_url`. */
export const LINK_CHARACTERS = 23

const LINK_PLACEHOLDER = 'x'.repeat(LINK_CHARACTERS)
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * How many characters a post has, as Mastodon counts (`app/validators/status_length_validator.rb`): grapheme
 * clusters (UAX #29) of content warning and text together, every link as 23, `@user@host` as `@user`.
 */
export function countCharacters(text: string, spoiler = ''): number {
  let counted = spoiler
  let last = 0
  for (const entity of scan(text)) {
    if (entity.type !== 'link' && entity.type !== 'mention') continue
    counted += text.slice(last, entity.start)
    counted += entity.type === 'link' ? LINK_PLACEHOLDER : `@${entity.user}`
    last = entity.end
  }
  counted += text.slice(last)
  return countGraphemes(counted)
}

/** In ASCII only a carriage return joins its neighbour; the segmenter is slow, and most posts do not need it. */
function countGraphemes(text: string): number {
  if (/^[\x00-\x0c\x0e-\x7f]*$/.test(text)) return text.length
  let count = 0
  for (const _ of graphemes.segment(text)) count++
  return count
}
