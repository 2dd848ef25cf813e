import type { DocumentRow } from './queries.ts'
import { sliceWords } from './slices.ts'
import { letterOf, wordsOf } from './words.ts'

/** Words that stand in no text, because no word of a text begins like them. */
export const marks = {
  author: (id: number) => `@${id.toString(36)}`,
  /** Whom it mentions or replies to. */
  to: (id: number) => `>${id.toString(36)}`,
  tag: (tag: string) => `#${tag}`,
  language: (language: string) => `~${language.toLowerCase()}`,
  has: (what: string) => `:${what}`,
  /**
   * Two short words one after the other: nearly every post has "to" and "of" and "is" somewhere, so a phrase of them is
   * looked for by its pairs. Null when one is longer, and rare enough by itself.
   */
  pair: (first: string, second: string) => (isShort(first) && isShort(second) ? `${first} ${second}` : null),
}
const isShort = (word: string) => /^[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}]{1,4}$/u.test(word)

/** A word as tsvector and tsquery take it, whatever is in it. */
export const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** Between two texts of a post, so that no phrase begins in one and ends in the other. */
const GAP = 10
const LAST_PLACE = 16_383
const MOST_PLACES = 100

/** A post as a tsvector in text form. */
export function documentOf(row: DocumentRow): string {
  const places = new Map<string, number[]>()
  const beside = new Set(marksOf(row))
  let place = 0
  for (const text of [row.spoiler_text, row.text, ...(row.poll ?? []), ...row.texts]) {
    let before: string | undefined
    for (const word of wordsOf(text)) {
      place++
      const list = places.get(word)
      if (!list) places.set(word, [Math.min(place, LAST_PLACE)])
      else if (list.length < MOST_PLACES) list.push(Math.min(place, LAST_PLACE))
      const more = letterOf(word) ?? (before === undefined ? null : marks.pair(before, word))
      if (more !== null) beside.add(more)
      before = word
    }
    place += GAP
  }
  const words = [...places].map(([word, list]) => `${quoted(word)}:${list.join()}`)
  return [...words, ...[...beside].map(quoted)].join(' ')
}

function marksOf(row: DocumentRow): string[] {
  const { language } = row
  const languages = language === null ? [] : [language, language.split('-')[0]!]
  const to = new Set(row.mentions)
  if (row.in_reply_to_account_id !== null) to.add(row.in_reply_to_account_id)
  return [
    marks.author(row.author_id),
    ...[...to].map(marks.to),
    ...row.tags.map(marks.tag),
    ...languages.map(marks.language),
    ...kindsOf(row).map(marks.has),
    ...sliceWords(row.slice),
  ]
}

function kindsOf(row: DocumentRow): string[] {
  const kinds = new Set<string>()
  for (const type of row.media) {
    kinds.add('media')
    kinds.add(type === 'gifv' ? 'video' : type)
  }
  if (row.poll) kinds.add('poll')
  if (row.has_link) kinds.add('link')
  if (row.has_card) kinds.add('embed')
  if (row.has_quote) kinds.add('quote')
  if (row.in_reply_to_id !== null) kinds.add('reply')
  if (row.sensitive) kinds.add('sensitive')
  return [...kinds]
}
