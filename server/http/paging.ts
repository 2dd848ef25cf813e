import Type, { type Static } from 'typebox'
import { Limit } from './route.ts'

/** Where in a list (newest first) a page begins; ids as Mastodon documents them. */
export const PageQuery = (fallback: number, most: number) =>
  Type.Object({
    max_id: Type.Optional(Type.String({ pattern: '^[0-9]{1,16}$', description: 'Only what is older than this' })),
    since_id: Type.Optional(Type.String({ pattern: '^[0-9]{1,16}$', description: 'Only newer, the newest first' })),
    min_id: Type.Optional(Type.String({ pattern: '^[0-9]{1,16}$', description: 'Only newer, the next ones first' })),
    limit: Limit(fallback, most),
  })

/** A page in the terms of SQL: bounds that are always there, so that one statement serves every case. */
export interface Page {
  /** Exclusive upper bound. */
  readonly below: number
  /** Exclusive lower bound. */
  readonly above: number
  /** From the lower bound upwards (`min_id`) instead of from the top down. */
  readonly upwards: boolean
  readonly limit: number
}

export function pageOf(query: Static<ReturnType<typeof PageQuery>>): Page {
  return {
    below: query.max_id ? Number(query.max_id) : Number.MAX_SAFE_INTEGER,
    above: Math.max(query.since_id ? Number(query.since_id) : -1, query.min_id ? Number(query.min_id) : -1),
    upwards: query.min_id !== undefined,
    limit: query.limit,
  }
}

interface Linkable {
  readonly app: { readonly config: { readonly url: string } }
  readonly request: { readonly url: string }
  readonly reply: { header(name: string, value: string): unknown }
}

/**
 * Sets the `Link` header: absolute, `next` by `max_id` while the page was full, `prev` by `min_id`.
 *
 * @param ids the keys of the page's rows in the order shown (newest first).
 */
export function linkPages(call: Linkable, ids: readonly (number | string)[], limit: number): void {
  if (ids.length === 0) return
  const [path, query = ''] = call.request.url.split('?')
  const kept = query === '' ? '' : withoutBounds(query)
  const link = (rel: string, key: string, id: number | string) =>
    `<${call.app.config.url}${path}?${kept}${key}=${id}>; rel="${rel}"`
  const prev = link('prev', 'min_id', ids[0]!)
  call.reply.header('link', ids.length >= limit ? `${link('next', 'max_id', ids.at(-1)!)}, ${prev}` : prev)
}

/** The other parameters, for the neighbours' addresses; the token, if one came this way, is not among them. */
function withoutBounds(query: string): string {
  const parameters = new URLSearchParams(query)
  for (const name of ['max_id', 'min_id', 'since_id', 'access_token']) parameters.delete(name)
  const text = parameters.toString()
  return text === '' ? '' : `${text}&`
}
