import { normalizeTag } from '../posts/index.ts'
import { marks, quoted } from './document.ts'
import { askedWords, isLoneLetter } from './words.ts'

/** Where a post is looked for: everywhere, among what everybody may find, or in what is the viewer's own. */
export type Among = 'all' | 'public' | 'library'

/** Milliseconds since 1970: from the first, up to but without the second. */
export type Span = readonly [from: number, to: number]

/** A person who is asked for by name. */
export interface Named {
  readonly role: 'author' | 'to'
  /** `me`, or a name as people write it, without the @ before it. */
  readonly name: string
  readonly negated: boolean
}

/** What a person asks for, before anybody is looked up. */
export interface Asked {
  /** A tsquery in text form; empty when nothing but people, dates or places is asked for. */
  readonly words: string
  readonly people: readonly Named[]
  readonly within: Span
  readonly except: readonly Span[]
  readonly among: Among
  /** Whether there is any operator, minus or phrase in it: then it is not the name of a person or a tag. */
  readonly isPlain: boolean
}

const MOST_PARTS = 50
const kinds = {
  has: ['media', 'image', 'video', 'audio', 'poll', 'link', 'embed', 'quote'],
  is: ['reply', 'sensitive', 'quote'],
}
const places: Record<string, Among> = { library: 'library', public: 'public', all: 'all' }

interface Draft {
  words: string[]
  people: Named[]
  within: [number, number]
  except: Span[]
  among: Among
  isPlain: boolean
}

/**
 * Reads `"a phrase" word -minus #tag from:@user to:me has:image is:reply before:2026-01-31 language:en
 * in:library`. What is no operator after all is a word.
 */
export function parseQuery(q: string): Asked {
  const draft: Draft = {
    words: [],
    people: [],
    within: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    except: [],
    among: 'all',
    isPlain: true,
  }
  const parts = q.matchAll(/(-?)(?:([a-z]+):(?=\S))?(?:["“”„]([^"“”„]*)(?:["“”„]|$)|(\S+))/giu)
  let count = 0
  for (const [whole, minus, operator, phrase, bare] of parts) {
    if (++count > MOST_PARTS) break
    const negated = minus === '-'
    const value = phrase ?? bare ?? ''
    if (operator === undefined) {
      if (negated || phrase !== undefined) draft.isPlain = false
      addText(draft, value, negated)
    } else if (addOperator(draft, operator.toLowerCase(), value, negated)) draft.isPlain = false
    else addText(draft, whole.slice(minus!.length), negated)
  }
  return { ...draft, words: draft.words.join(' & ') }
}

function addText(draft: Draft, text: string, negated: boolean): void {
  if (/^[#＃]./.test(text)) {
    addWords(draft, quoted(marks.tag(normalizeTag(text.slice(1)))), negated)
    return
  }
  const words = askedWords(text)
  if (words.length === 0) return
  addWords(draft, words.length === 1 ? quoted(words[0]!) : phraseOf(words), negated)
}

/** A single letter of an unspaced script stands in the text as the beginning of a pair. */
function phraseOf(words: readonly string[]): string {
  const asked = words.map((word) => `${quoted(word)}${isLoneLetter(word) ? ':*' : ''}`)
  const pairs = words.slice(1).flatMap((word, at) => marks.pair(words[at]!, word) ?? [])
  return `(${[`${asked.join(' <-> ')}`, ...pairs.map(quoted)].join(' & ')})`
}

const addWords = (draft: Draft, words: string, negated: boolean) => void draft.words.push(negated ? `!${words}` : words)

/** @returns whether it is one. */
function addOperator(draft: Draft, operator: string, value: string, negated: boolean): boolean {
  const small = value.toLowerCase()
  switch (operator) {
    case 'from':
      draft.people.push({ role: 'author', name: value.replace(/^@/, ''), negated })
      return true
    case 'to':
    case 'mentions':
      draft.people.push({ role: 'to', name: value.replace(/^@/, ''), negated })
      return true
    case 'has':
    case 'is':
      if (!kinds[operator].includes(small)) return false
      addWords(draft, quoted(marks.has(small)), negated)
      return true
    case 'language':
      addWords(draft, quoted(marks.language(small)), negated)
      return true
    case 'in':
      if (!(small in places) || negated) return false
      draft.among = places[small]!
      return true
    case 'before':
    case 'after':
    case 'during':
      return addDate(draft, operator, value, negated)
    default:
      return false
  }
}

function addDate(draft: Draft, operator: 'before' | 'after' | 'during', value: string, negated: boolean): boolean {
  const span = spanOf(value)
  if (!span) return false
  const [from, to] = span
  const { within } = draft
  if (operator === 'during' && negated) draft.except.push(span)
  else {
    // Not before a day is from its beginning on; not after it, up to its end.
    if (operator === 'during' || (operator === 'before' && negated)) within[0] = Math.max(within[0], from)
    if (operator === 'during' || (operator === 'after' && negated)) within[1] = Math.min(within[1], to)
    if (operator === 'before' && !negated) within[1] = Math.min(within[1], from)
    if (operator === 'after' && !negated) within[0] = Math.max(within[0], to)
  }
  return true
}

/** `2026`, `2026-01` or `2026-01-31`, in UTC; null for what is no date. */
export function spanOf(value: string): Span | null {
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(value)
  if (!match) return null
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)))
  const from = new Date(Date.UTC(year!, (month ?? 1) - 1, day ?? 1))
  if (from.getUTCFullYear() !== year || from.getUTCMonth() !== (month ?? 1) - 1 || from.getUTCDate() !== (day ?? 1))
    return null
  const to = new Date(from)
  if (day !== undefined) to.setUTCDate(to.getUTCDate() + 1)
  else if (month !== undefined) to.setUTCMonth(to.getUTCMonth() + 1)
  else to.setUTCFullYear(to.getUTCFullYear() + 1)
  return [from.getTime(), to.getTime()]
}
