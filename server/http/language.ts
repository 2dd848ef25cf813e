import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { chooseLanguage, type LANGUAGES, languageByCode } from '../kit/index.ts'

/** What a page is written in. */
export type PageLanguage = (typeof LANGUAGES)[number] & {
  /** BCP 47, for dates: the same language as the person's browser has it, such as `en-GB`. */
  readonly locale: string
}

/** Not `tweeter_…` and not HttpOnly: the web client reads and writes it as well. It holds a code and nothing else. */
const COOKIE = 'language'
const YEAR_SECONDS = 365 * 24 * 3600

/**
 * The language for whoever asks: what they chose here (a cookie), else what the app or link wishes for, else what
 * their browser likes best, else English.
 *
 * @param asked a tag, such as OAuth's `lang`.
 */
export function languageOf({ headers }: FastifyRequest, asked?: string): PageLanguage {
  const wanted = [...(asked ? [asked] : []), ...acceptedOf(headers['accept-language'])]
  const language = languageByCode(chosenIn(headers.cookie)) ?? chooseLanguage(wanted)
  const own = wanted.find((tag) => tag.split('-')[0]!.toLowerCase() === language.code)
  return { ...language, locale: (own && supported(own)) || language.code }
}

/** Remembers a choice in this browser. */
export function rememberLanguage(app: App, reply: FastifyReply, code: string): void {
  const secure = app.config.url.startsWith('https:') ? '; Secure' : ''
  reply.header('set-cookie', `${COOKIE}=${code}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}${secure}`)
}

/** What a person chose in the web client, which keeps it in a cookie; null: as their system has it. */
export function themeOf({ headers }: FastifyRequest): 'light' | 'dark' | null {
  const theme = chosenIn(headers.cookie, 'theme')
  return theme === 'light' || theme === 'dark' ? theme : null
}

function chosenIn(cookies = '', name = COOKIE): string | undefined {
  const pairs = cookies.split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** The tags of Accept-Language, the best first (RFC 9110, section 12.5.4); those with `q=0` are not wanted. */
function acceptedOf(header = ''): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim())
      const q = parameters.find((text) => /^q=/i.test(text))?.slice(2)
      return { tag, weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}

function supported(tag: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0]
  } catch {
    return undefined // no language tag at all
  }
}
