/** Finds what is being typed at the caret that could be completed, and puts the completion in its place. Pure. */

export interface Token {
  readonly sign: '@' | '#' | ':'
  /** Without the sign. */
  readonly query: string
  /** Where the sign stands. */
  readonly start: number
  readonly end: number
}

const BEFORE = '(?<![\\p{L}\\p{M}\\p{N}_/=@#:])'
const PATTERNS: readonly RegExp[] = [
  new RegExp(`${BEFORE}(@)([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*(?:@[\\p{L}\\p{N}.-]*)?)$`, 'u'),
  new RegExp(`${BEFORE}([#＃])([\\p{L}\\p{M}\\p{N}_\u00b7\u30fb\u200c]+)$`, 'u'),
  new RegExp(`${BEFORE}(:)([\\p{L}\\p{N}_+-]{2,})$`, 'u'),
]
/** Longer ones are none; it also bounds the work of a key press. */
const LONGEST = 100

/** @param caret where it is, in UTF-16 units. */
export function tokenAt(text: string, caret: number): Token | null {
  const from = Math.max(0, caret - LONGEST)
  const before = text.slice(from, caret)
  for (const pattern of PATTERNS) {
    const match = pattern.exec(before)
    if (match) {
      const sign = match[1] === '＃' ? '#' : (match[1] as Token['sign'])
      return { sign, query: match[2]!, start: from + match.index, end: caret }
    }
  }
  return null
}

/** The text with `insert` and a space (unless one follows) in place of `from` to `to`; and where the caret is then. */
export function replaced(text: string, from: number, to: number, insert: string): { text: string; caret: number } {
  const space = /^\s/.test(text.slice(to)) ? '' : ' '
  return { text: text.slice(0, from) + insert + space + text.slice(to), caret: from + insert.length + 1 }
}

/** Puts an emoji at the caret; a shortcode needs space around it to be one. */
export function withEmoji(text: string, from: number, to: number, emoji: string): { text: string; caret: number } {
  if (!emoji.startsWith(':')) {
    return { text: text.slice(0, from) + emoji + text.slice(to), caret: from + emoji.length }
  }
  const before = /(?:^|\s)$/.test(text.slice(0, from)) ? '' : ' '
  const { text: next, caret } = replaced(text, from, to, before + emoji)
  return { text: next, caret }
}
