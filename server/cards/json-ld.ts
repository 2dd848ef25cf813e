import { address, language, moment, plain } from './clean.ts'

/** The little of schema.org that a card uses. */
export interface Structured {
  readonly title: string
  readonly description: string
  readonly author: string
  readonly authorUrl: string
  readonly publisher: string
  readonly language: string | null
  readonly publishedAt: string | null
}

const ARTICLES = /(?:Article|BlogPosting|Posting|Report|WebPage|VideoObject)$/

/** What the first article among the JSON-LD of a page says; null when there is none that can be read. */
export function readStructured(texts: readonly string[], base: string): Structured | null {
  for (const text of texts) {
    const article = articlesOf(parsed(text)).find((one) => typeNames(one).some((name) => ARTICLES.test(name)))
    if (!article) continue
    const author = first(article.author)
    return {
      title: plain(article.headline, 500),
      description: plain(article.description, 1000),
      author: nameOf(author),
      authorUrl: isObject(author) ? address(author.url, base) : '',
      publisher: nameOf(first(article.publisher)),
      language: language(article.inLanguage),
      publishedAt: moment(article.datePublished),
    }
  }
  return null
}

type Thing = Record<string, unknown>

const isObject = (value: unknown): value is Thing => typeof value === 'object' && value !== null
const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)
const nameOf = (value: unknown): string => plain(isObject(value) ? value.name : value, 200)
const typeNames = (thing: Thing): string[] => [thing['@type']].flat().filter((name) => typeof name === 'string')

/** A thing, a list of things, or a thing with a list of them. */
function articlesOf(value: unknown): Thing[] {
  const outer = (Array.isArray(value) ? value : [value]).filter(isObject)
  return outer.flatMap((thing) => [thing, ...(Array.isArray(thing['@graph']) ? thing['@graph'].filter(isObject) : [])])
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
