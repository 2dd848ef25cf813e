import { setImmediate } from 'node:timers/promises'
import { Parser } from 'htmlparser2'

/** What a page says of itself, as it says it: nothing here is trusted yet. */
export interface Page {
  /** By `property`, `name` or `itemprop`, in lower case; the first of each that is not empty. */
  readonly metas: Map<string, string>
  title: string
  /** Of `<html lang>`. */
  language: string
  /** Where its oEmbed description is, relative to the page. */
  oembed: string | null
  /** The texts of its JSON-LD. */
  readonly structured: string[]
  /** The address of its first iframe. */
  frame: string | null
}

const MOST_METAS = 500
const LONGEST_VALUE = 10_000
const MOST_STRUCTURED_CHARACTERS = 200_000
const PIECE = 4096
/** After so many characters others have their turn: the worst megabyte takes some 200 ms. */
const TURN = 16 * PIECE
/** Closing tags are looked for in the list of open ones, which must therefore stay short. */
const DEEPEST = 1000

/** Reads a page in linear time, whatever it is; one that nests absurdly is read up to there. */
export async function readPage(html: string): Promise<Page> {
  const page: Page = { metas: new Map(), title: '', language: '', oembed: null, structured: [], frame: null }
  let depth = 0
  let drawings = 0
  let inside: 'title' | 'structured' | null = null
  const parser = new Parser({
    onopentag: (name, attributes) => {
      depth++
      if (name === 'svg') drawings++
      else if (name === 'meta') noteMeta(page, attributes)
      else if (name === 'link') noteLink(page, attributes)
      else if (name === 'iframe') page.frame ??= attributes.src ?? null
      else if (name === 'html') page.language ||= attributes.lang ?? ''
      // A drawing has titles of its own.
      else if (name === 'title' && page.title === '' && drawings === 0) inside = 'title'
      else if (name === 'script' && isStructured(attributes) && page.structured.length < 10) {
        inside = 'structured'
        page.structured.push('')
      }
    },
    ontext: (text) => {
      if (inside === 'title' && page.title.length < LONGEST_VALUE) page.title += text
      const last = page.structured.length - 1
      if (inside === 'structured' && page.structured[last]!.length < MOST_STRUCTURED_CHARACTERS) {
        page.structured[last] += text
      }
    },
    onclosetag: (name) => {
      depth--
      if (name === 'svg') drawings--
      inside = null
    },
  })
  for (let at = 0; at < html.length && depth < DEEPEST; at += PIECE) {
    parser.write(html.slice(at, at + PIECE))
    if (at % TURN === TURN - PIECE) await setImmediate()
  }
  parser.end()
  return page
}

type Attributes = Readonly<Record<string, string>>

function noteMeta(page: Page, { property, name, itemprop, content }: Attributes): void {
  const value = content?.trim().slice(0, LONGEST_VALUE)
  if (!value || page.metas.size >= MOST_METAS) return
  for (const key of [property, name, itemprop]) {
    const lower = key?.trim().toLowerCase()
    if (lower && lower.length < 100 && !page.metas.has(lower)) page.metas.set(lower, value)
  }
}

function noteLink(page: Page, { rel, type, href }: Attributes): void {
  if (href && type?.trim().toLowerCase() === 'application/json+oembed' && /\balternate\b/i.test(rel ?? '')) {
    page.oembed ??= href
  }
}

const isStructured = ({ type }: Attributes): boolean => type?.trim().toLowerCase() === 'application/ld+json'
