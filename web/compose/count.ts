/**
 * How many characters a post has, exactly as the server counts (server/posts/text: a test compares the two). It is
 * written a second time because the server's needs Node; what cannot change the count is left out.
 */
import { LinkifyIt } from 'linkify-it'

/** What every link counts, long or short. */
const LINK = 'x'.repeat(23)

const WORD = '\\p{L}\\p{M}\\p{Nd}\\p{Pc}'
const SEPARATORS = '\u00b7\u30fb\u200c'
const TRIGGER = /https?:\/\/|[@#＃:]/gi
const LINK_MAY_START = /(?<![A-Za-z0-9_@＠$#＃])h/iy
const LINK_HOST = /^https?:\/\/[^/?#:]*\.[^/?#:.\d][^/?#:.]*(?:[/?#:]|$)/i
const MENTION = new RegExp(
  `(?<![=/${WORD}])@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(?:@([${WORD}]+(?:[.-]+[${WORD}]+)*))?`,
  'uy',
)
const NO_MENTION_BEFORE = /[@＠]|:\/\/|\p{Script=Latin}|[\u0300-\u036f]/uy
const HASHTAG = new RegExp(
  `(?<![=/)&@#＃${WORD}])[#＃]([\\p{L}\\p{Nd}\\p{Pc}](?:[${WORD}${SEPARATORS}]*[${WORD}])?)`,
  'uy',
)
const TAG_HAS_WORDS = new RegExp(`[\\p{Alphabetic}${SEPARATORS}]|\\p{Nd}_+\\p{Nd}`, 'u')
const NOT_IN_KEY = new RegExp(`[^\\p{L}\\p{M}\\p{N}_${SEPARATORS}]`, 'gu')
const EMOJI = /(?<![\p{Alphabetic}\p{Nd}:]):([A-Za-z0-9_]{2,128}):(?![\p{Alphabetic}\p{Nd}:])/uy
const TAG_KEY_LENGTH_MAX = 255
const DOMAIN_LENGTH_MAX = 253

const linkify = new LinkifyIt()
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What stands at `start`: where it ends, and what is counted in its place (null: the text itself). */
interface Found {
  readonly end: number
  readonly counted: string | null
}

export function countCharacters(text: string, warning = ''): number {
  let counted = warning
  let last = 0
  const trigger = new RegExp(TRIGGER)
  for (let hit = trigger.exec(text); hit; hit = trigger.exec(text)) {
    const found = read(text, hit.index, hit[0])
    if (!found) continue
    trigger.lastIndex = found.end
    if (found.counted === null) continue
    counted += text.slice(last, hit.index) + found.counted
    last = found.end
  }
  return countGraphemes(counted + text.slice(last))
}

function countGraphemes(text: string): number {
  if (/^[\x00-\x0c\x0e-\x7f]*$/.test(text)) return text.length
  let count = 0
  for (const _ of graphemes.segment(text)) count++
  return count
}

function read(text: string, start: number, sign: string): Found | null {
  if (sign === '@') return readMention(text, start)
  if (sign === ':') {
    const match = matchAt(EMOJI, text, start)
    return match && { end: start + match[0].length, counted: null }
  }
  return sign.length === 1 ? readHashtag(text, start) : readLink(text, start, sign)
}

function readLink(text: string, start: number, sign: string): Found | null {
  if (!matchAt(LINK_MAY_START, text, start)) return null
  const scheme = sign.slice(0, -2)
  const length = linkify.testSchemaAt(text, scheme, start + scheme.length)
  if (!length) return null
  const end = start + scheme.length + length
  const url = text.slice(start, end)
  return { end, counted: LINK_HOST.test(url) && URL.canParse(url) ? LINK : null }
}

function readMention(text: string, start: number): Found | null {
  const match = matchAt(MENTION, text, start)
  if (!match) return null
  const end = start + match[0].length
  const isOne = (match[2] === undefined || isDomain(match[2])) && !matchAt(NO_MENTION_BEFORE, text, end)
  return { end, counted: isOne ? `@${match[1]}` : null }
}

function readHashtag(text: string, start: number): Found | null {
  const match = matchAt(HASHTAG, text, start)
  if (!match) return null
  const end = start + match[0].length
  // `#taghttps://…`: the scheme belongs to the address.
  const name = text.startsWith('://', end) ? match[1]!.replace(/https?$/, '') : match[1]!
  return { end: isTag(name) ? start + 1 + name.length : end, counted: null }
}

function isTag(name: string): boolean {
  if (name.length > TAG_KEY_LENGTH_MAX || !TAG_HAS_WORDS.test(name)) return false
  const key = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().replace(NOT_IN_KEY, '').normalize('NFKC')
  return key !== '' && key.length <= TAG_KEY_LENGTH_MAX
}

/** Whether it can be written in ASCII as the name of a host. */
function isDomain(domain: string): boolean {
  if (domain.length > DOMAIN_LENGTH_MAX) return false
  if (/^[A-Za-z0-9.-]+$/.test(domain)) return true
  return URL.canParse(`http://${domain}`)
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(text)
}
