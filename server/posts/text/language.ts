import { scan } from './scan.ts'

type Detector = typeof import('eld/extrasmall').default
let detector: Promise<Detector> | undefined

/** Shorter than this, a guess is a gamble; where a character is a word or half of one, less will do. */
const LEAST_LETTERS = 18
const LEAST_IDEOGRAMS = 4
/** By so much the likeliest language leads, in scores from 0 to 1. */
const LEAST_LEAD = 0.06

/**
 * The language that a text is surely written in (ISO 639-1), or null: too short, mixed, or not known. Addresses,
 * mentions and hashtags say nothing about it. Its tables (90 MB, a quarter of a second) are loaded at first use, because
 * most apps say the language themselves.
 */
export async function detectLanguage(text: string): Promise<string | null> {
  const words = wordsOf(text)
  const letters = words.match(/\p{L}/gu)?.length ?? 0
  const ideograms = words.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu,
  )
  if (letters < LEAST_LETTERS && (ideograms?.length ?? 0) < LEAST_IDEOGRAMS) return null
  detector ??= import('eld/extrasmall').then((module) => module.default)
  const found = (await detector).detect(words.slice(0, 1000))
  if (!found.isReliable()) return null
  const [first = 0, second = 0] = Object.values(found.getScores()).sort((a, b) => b - a)
  return first - second >= LEAST_LEAD ? found.language : null
}

function wordsOf(text: string): string {
  let words = ''
  let last = 0
  for (const entity of scan(text)) {
    words += `${text.slice(last, entity.start)} `
    last = entity.end
  }
  return words + text.slice(last)
}
