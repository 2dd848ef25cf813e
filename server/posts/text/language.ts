import { scan } from './scan.ts'

type Detector = typeof import('eld/extrasmall').default
let detector: Promise<Detector> | undefined

/** Shorter than this, a guess is a gamble; where a character is a word or half of one, less will do. */
const LEAST_LETTERS = 18
const LEAST_IDEOGRAMS = 4
/** Languages whose scores (0 to 1) are this near to the best are alike; less than the second, it is a toss. */
const ALIKE = 0.06
const TOSS = 0.01

/**
 * The language that a text is surely written in (ISO 639-1), or null: too short, mixed, or not known. Addresses,
 * mentions and hashtags say nothing about it. Of languages that are alike the one that is expected wins. Its tables (90 MB, a quarter of a second) are loaded at first use, because
 * most apps say the language themselves.
 */
export async function detectLanguage(text: string, expected: string | null): Promise<string | null> {
  const words = wordsOf(text)
  const letters = words.match(/\p{L}/gu)?.length ?? 0
  const ideograms = words.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu,
  )
  if (letters < LEAST_LETTERS && (ideograms?.length ?? 0) < LEAST_IDEOGRAMS) return null
  detector ??= import('eld/extrasmall').then((module) => module.default)
  const found = (await detector).detect(words.slice(0, 1000))
  if (!found.isReliable()) return null
  const scores = found.getScores()
  const [first = 0, second = 0] = Object.values(scores).sort((a, b) => b - a)
  if (expected !== null && (scores[expected] ?? 0) >= first - ALIKE) return expected
  return first - second >= TOSS ? found.language : null
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
