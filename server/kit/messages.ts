/**
 * Texts for people, in their language. A catalogue is one object for a language, by area and name; English is the
 * one that says which messages there are and which {places} they have. Used by the server's pages and by the web
 * client alike, so it imports nothing.
 */

/** A text that depends on {count}: the categories are those of CLDR that the language has, `other` always. */
export type Plural = { readonly other: string } & {
  readonly [category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string
}
export type Message = string | Plural
export interface Catalogue {
  readonly [area: string]: { readonly [name: string]: Message }
}

/** What the catalogue of another language must have: every message, with a plural where English has one. */
export type Translation<English extends Catalogue> = {
  readonly [Area in keyof English]: {
    readonly [Name in keyof English[Area]]: English[Area][Name] extends string ? string : Plural
  }
}

type Places<Text> = Text extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never
type PlacesOf<M> = M extends string ? Places<M> : M extends { readonly other: infer O } ? Places<O> | 'count' : never

/** `area.name` of every message. */
export type MessageKey<C extends Catalogue> = {
  [Area in keyof C & string]: `${Area}.${keyof C[Area] & string}`
}[keyof C & string]
type MessageOf<C extends Catalogue, Key> = Key extends `${infer Area}.${infer Name}` ? C[Area][Name] : never
type Values<C extends Catalogue, Key, T> = [PlacesOf<MessageOf<C, Key>>] extends [never]
  ? []
  : [values: { readonly [Place in PlacesOf<MessageOf<C, Key>>]: T }]

/** `t('posts.boostedBy', { name })`: the text, with numbers written as the language writes them. */
export interface Translate<C extends Catalogue> {
  <Key extends MessageKey<C>>(key: Key, ...values: Values<C, Key, string | number>): string
  /** The same in pieces, for values that are no text: links, elements. */
  parts<Key extends MessageKey<C>, T>(key: Key, ...values: Values<C, Key, T | string | number>): (T | string)[]
  /** BCP 47. */
  readonly language: string
}

export interface Language {
  /** BCP 47. */
  readonly code: string
  /** In the language itself. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
}

/** The languages that everything is written in. */
export const LANGUAGES = [
  { code: 'en', name: 'English', direction: 'ltr' },
  { code: 'de', name: 'Deutsch', direction: 'ltr' },
  { code: 'fa', name: 'فارسی', direction: 'rtl' },
] as const satisfies readonly Language[]
export type LanguageCode = (typeof LANGUAGES)[number]['code']

export const languageByCode = (code: string | null | undefined): (typeof LANGUAGES)[number] | undefined =>
  LANGUAGES.find((language) => language.code === code)

/**
 * The first language of these that there are texts in, else English.
 *
 * @param wanted tags as browsers give them, the best first: `navigator.languages`, or the parts of Accept-Language.
 */
export function chooseLanguage(wanted: readonly string[]): (typeof LANGUAGES)[number] {
  for (const tag of wanted) {
    const found = languageByCode(tag.split('-')[0]!.toLowerCase())
    if (found) return found
  }
  return LANGUAGES[0]
}

/** Speaks one language. A key that the catalogue lacks comes out as itself, which a test of the catalogues forbids. */
export function translator<C extends Catalogue>(language: string, catalogue: Translation<C>): Translate<C> {
  // Made at first use: a browser takes milliseconds for each.
  let plurals: Intl.PluralRules | undefined
  let numbers: Intl.NumberFormat | undefined
  const choose = (message: Plural, count: unknown): string => {
    if (typeof count !== 'number') return message.other
    plurals ??= new Intl.PluralRules(language)
    return message[plurals.select(count)] ?? message.other
  }
  const inDigits = (value: number): string => {
    numbers ??= new Intl.NumberFormat(language)
    return numbers.format(value)
  }
  const pieces = (key: string, values: Readonly<Record<string, unknown>> = {}): unknown[] => {
    const dot = key.indexOf('.')
    const message = catalogue[key.slice(0, dot)]?.[key.slice(dot + 1)] as Message | undefined
    if (message === undefined) return [key]
    const text = typeof message === 'string' ? message : choose(message, values.count)
    if (!text.includes('{')) return [text]
    return text.split(/\{(\w+)\}/).map((piece, at) => {
      if (at % 2 === 0) return piece
      const value = values[piece]
      return typeof value === 'number' ? inDigits(value) : value
    })
  }
  const translate = (key: string, values?: Readonly<Record<string, unknown>>) => pieces(key, values).join('')
  const parts = (key: string, values?: Readonly<Record<string, unknown>>) =>
    pieces(key, values).filter((piece) => piece !== '')
  // The one seam: keys and places are checked by the types above, not at run time.
  return Object.assign(translate, { parts, language }) as unknown as Translate<C>
}

/** Speaks whichever language is wanted, English when none is: one translator for each, made at first use. */
export function speaker<C extends Catalogue>(
  catalogues: Readonly<Record<LanguageCode, Translation<C>>>,
): (language?: { readonly code: LanguageCode }) => Translate<C> {
  const made = new Map<LanguageCode, Translate<C>>()
  return ({ code } = LANGUAGES[0]) => {
    const known = made.get(code)
    if (known) return known
    const fresh = translator<C>(code, catalogues[code])
    made.set(code, fresh)
    return fresh
  }
}

/** The places of a message, each once, in order of the alphabet: a translation must have the same. */
export function placesOf(message: Message): string[] {
  const text = typeof message === 'string' ? message : message.other
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!))].sort()
}
