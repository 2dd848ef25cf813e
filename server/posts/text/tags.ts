/** What may stand inside a tag beside word characters: middle dot, katakana middle dot, zero-width non-joiner. */
export const TAG_SEPARATORS = '\u00b7\u30fb\u200c'

const NOT_IN_KEY = new RegExp(`[^\\p{L}\\p{M}\\p{N}_${TAG_SEPARATORS}]`, 'gu')

/**
 * The key under which spellings of one hashtag meet: NFKC (full-width letters, ligatures), then case-folded
 * (Unicode 3.13, by lower, upper and lower case: `ẞ`, `ß` and `SS` meet, and a final sigma the other one).
 * Mastodon also drops accents; Tweeter does not, since `#pêche` and `#péché` are different words.
 * Idempotent. The empty string when nothing of a tag is left.
 */
export function normalizeTag(name: string): string {
  if (/^[a-z0-9_]*$/.test(name)) return name
  const folded = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ')
  // Composed again at the end: an accent may have moved to another letter.
  return folded.replace(NOT_IN_KEY, '').normalize('NFKC')
}
