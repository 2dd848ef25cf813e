/** Text to the words that are looked for, the same for what is written and for what is asked. Pure. */

/** Letters that Unicode does not take apart into a plain one and a mark. */
const plain: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i' }
const LONGEST_WORD = 64
const MOST_WORDS = 4000

/** Scripts that are written without spaces, or join what others would take apart: they are found by pairs of letters. */
const unspaced = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]`
const isUnspaced = new RegExp(`^${unspaced}`, 'u')
const part = new RegExp(String.raw`${unspaced}+|(?:(?!${unspaced})[\p{L}\p{N}\p{M}_])+|\p{Extended_Pictographic}`, 'gu')
const plainPart = /[a-z0-9_]+/g

/**
 * The words of a text in their order: small letters without accents, plural like singular (Harman's S-stemmer, 1991),
 * text of unspaced scripts as pairs of letters, of which the last letter stands alone.
 */
export function wordsOf(text: string): string[] {
  const found: string[] = []
  const folded = fold(text.replace(/https?:\/\/(?:www\.)?/gi, ' '))
  const pattern = isAscii(folded) ? plainPart : part
  for (const [run] of folded.matchAll(pattern)) {
    if (pattern === part && isUnspaced.test(run)) found.push(...pairs(run))
    else found.push(singular(run).slice(0, LONGEST_WORD))
    if (found.length >= MOST_WORDS) break
  }
  return found
}

/** The words of a text that is asked for; the letter behind the last pair is in the pair already. */
export function askedWords(text: string): string[] {
  const words = wordsOf(text)
  return words.filter((word, at) => at === 0 || !isLetterBehind(words[at - 1]!, word))
}

/** A single letter of an unspaced script begins a pair wherever it stands, or is alone. */
export const isLoneLetter = (word: string): boolean => isUnspaced.test(word) && [...word].length === 1

/** The letter that a pair begins with, by which it is found too; null for a word of spaced scripts. */
export function letterOf(word: string): string | null {
  if (!isUnspaced.test(word)) return null
  return [...word][0]!
}

const isLetterBehind = (pair: string, word: string) =>
  isLoneLetter(word) && isUnspaced.test(pair) && [...pair].length === 2 && pair.endsWith(word)

const isAscii = (text: string) => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

function fold(text: string): string {
  const small = text.toLowerCase()
  if (isAscii(small)) return small
  return small
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[ßøłđæœı]/g, (letter) => plain[letter]!)
}

function pairs(run: string): string[] {
  const letters = [...run]
  return letters.map((letter, at) => letter + (letters[at + 1] ?? ''))
}

function singular(word: string): string {
  if (word.length < 4) return word
  const one = word.endsWith('s') ? withoutS(word) : word
  // So that boxes and box meet, and caches and cache: none of them keeps the e.
  return /(?:[xz]|[cs]h|ss)e$/.test(one) ? one.slice(0, -1) : one
}

function withoutS(word: string): string {
  if (word.endsWith('ies')) return /[ae]ies$/.test(word) ? word : `${word.slice(0, -3)}y`
  return /(?:[us]s|[aeo]es)$/.test(word) ? word : word.slice(0, -1)
}
