import { domainToASCII } from 'node:url'
import { LinkifyIt } from 'linkify-it'
import { normalizeTag, TAG_SEPARATORS } from './tags.ts'

/** Where an entity stands: `text.slice(start, end)`, in UTF-16 units. */
interface Place {
  start: number
  end: number
}
/** `@user` or `@user@host`: `user` as typed, `host` lower-case and in ASCII (`xn--…`), null when there is none. */
export type Mention = Place & { type: 'mention'; user: string; host: string | null }
/** `#name`: `name` as typed, `key` as `normalizeTag` makes it. */
export type Hashtag = Place & { type: 'hashtag'; name: string; key: string }
/** An http or https address, as typed. */
export type Link = Place & { type: 'link'; url: string }
/** `:shortcode:`, which may or may not be a custom emoji of this server. */
export type Emoji = Place & { type: 'emoji'; shortcode: string }
export type Entity = Mention | Hashtag | Link | Emoji

/** A candidate that was read to `end`; without an entity it is skipped whole, so that nothing inside it is found. */
type Found = { end: number; entity: Entity | null }

/** Ruby's `[[:word:]]`, in which Mastodon's own patterns are written. */
const WORD = '\\p{L}\\p{M}\\p{Nd}\\p{Pc}'
const TRIGGER = /https?:\/\/|[@#＃:]/gi
const LINK_MAY_START = /(?<![A-Za-z0-9_@＠$#＃])h/iy
const LINK_HOST = /^https?:\/\/[^/?#:]*\.[^/?#:.\d][^/?#:.]*(?:[/?#:]|$)/i
const MENTION = new RegExp(
  `(?<![=/${WORD}])@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(?:@([${WORD}]+(?:[.-]+[${WORD}]+)*))?`,
  'uy',
)
const NO_MENTION_BEFORE = /[@＠]|:\/\/|\p{Script=Latin}|[\u0300-\u036f]/uy
const HASHTAG = new RegExp(
  `(?<![=/)&@#＃${WORD}])[#＃]([\\p{L}\\p{Nd}\\p{Pc}](?:[${WORD}${TAG_SEPARATORS}]*[${WORD}])?)`,
  'uy',
)
const TAG_HAS_WORDS = new RegExp(`[\\p{Alphabetic}${TAG_SEPARATORS}]|\\p{Nd}_+\\p{Nd}`, 'u')
const EMOJI = /(?<![\p{Alphabetic}\p{Nd}:]):([A-Za-z0-9_]{2,128}):(?![\p{Alphabetic}\p{Nd}:])/uy

/** A key in an index must stay small: a Postgres B-tree entry has 2,704 bytes. Longer tags stay text. */
const TAG_KEY_LENGTH_MAX = 255
/** RFC 1035, 2.3.4, without the root's octet. */
const DOMAIN_LENGTH_MAX = 253

const linkify = new LinkifyIt()

/**
 * Finds what Mastodon finds in the plain text of a post, in the order of the text and without overlaps:
 * links, mentions, hashtags, emoji shortcodes. Takes linear time, whatever the text.
 *
 * Sources: Mastodon's `app/lib/extractor.rb`, `Account::MENTION_RE`, `Tag::HASHTAG_RE`, `CustomEmoji::SCAN_RE`
 * and twitter-text's URL rules. Kept from Mastodon: only http and https with their scheme, no bare host names or
 * IP addresses; a link may follow a letter that is no ASCII (Japanese has no spaces) or an emoji, a mention may be
 * followed by such a letter. Wider than Mastodon's newest rule: a hashtag may follow punctuation, as in `(#tag)`.
 */
export function scan(text: string): Entity[] {
  const entities: Entity[] = []
  const trigger = new RegExp(TRIGGER)
  for (let hit = trigger.exec(text); hit; hit = trigger.exec(text)) {
    const found = read(text, hit.index, hit[0])
    if (!found) continue
    if (found.entity) entities.push(found.entity)
    trigger.lastIndex = found.end
  }
  return entities
}

function read(text: string, start: number, sign: string): Found | null {
  if (sign === '@') return readMention(text, start)
  if (sign === ':') return readEmoji(text, start)
  if (sign.length === 1) return readHashtag(text, start)
  return readLink(text, start, sign)
}

/** linkify-it knows where an address ends; where one may start is Mastodon's rule, which is wider than its own. */
function readLink(text: string, start: number, sign: string): Found | null {
  if (!matchAt(LINK_MAY_START, text, start)) return null
  const scheme = sign.slice(0, -2)
  const length = linkify.testSchemaAt(text, scheme, start + scheme.length)
  if (!length) return null
  const end = start + scheme.length + length
  const url = text.slice(start, end)
  const valid = LINK_HOST.test(url) && URL.canParse(url)
  return { end, entity: valid ? { type: 'link', start, end, url } : null }
}

function readMention(text: string, start: number): Found | null {
  const match = matchAt(MENTION, text, start)
  if (!match) return null
  const end = start + match[0].length
  const host = match[2] === undefined ? null : asciiDomain(match[2])
  if (host === '' || matchAt(NO_MENTION_BEFORE, text, end)) return { end, entity: null }
  return { end, entity: { type: 'mention', start, end, user: match[1]!, host } }
}

function readHashtag(text: string, start: number): Found | null {
  const match = matchAt(HASHTAG, text, start)
  if (!match) return null
  const read = start + match[0].length
  // `#taghttps://…`: the scheme belongs to the address.
  const name = text.startsWith('://', read) ? match[1]!.replace(/https?$/, '') : match[1]!
  const end = start + 1 + name.length
  if (name.length > TAG_KEY_LENGTH_MAX || !TAG_HAS_WORDS.test(name)) return { end: read, entity: null }
  const key = normalizeTag(name)
  if (key === '' || key.length > TAG_KEY_LENGTH_MAX) return { end: read, entity: null }
  return { end, entity: { type: 'hashtag', start, end, name, key } }
}

function readEmoji(text: string, start: number): Found | null {
  const match = matchAt(EMOJI, text, start)
  if (!match) return null
  const end = start + match[0].length
  return { end, entity: { type: 'emoji', start, end, shortcode: match[1]! } }
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(text)
}

/** Lower-case ASCII form of a domain; the empty string when it cannot be one. */
function asciiDomain(domain: string): string {
  if (domain.length > DOMAIN_LENGTH_MAX) return ''
  if (/^[A-Za-z0-9.-]+$/.test(domain)) return domain.toLowerCase()
  return domainToASCII(domain)
}
