/** What exists by now: ids by the kind of thing, names, and the secret words that stand in texts. */
import type { Json } from './arbitraries.ts'

/** A word that stands in one text, and who may read it wherever it turns up. */
export interface Mark {
  readonly word: string
  /** post: whoever may see a post that has it. own: its owner. sealed: these and no others, ever. */
  readonly rule: 'post' | 'own' | 'sealed'
  readonly ownerId: string | null
  readonly allowed?: (viewerId: string | null) => boolean
}

export interface Context {
  readonly rule: Mark['rule'] | null
  readonly ownerId: string | null
  readonly csrf: string
  /** The actor's name. */
  readonly finder: string
}

export const markPattern = /zq\d+qz/g

/** Of each kind so many are kept, the newest and the first ones. */
const KEPT = 120

export class Pool {
  readonly marks = new Map<string, Mark>()
  readonly names: string[] = []
  readonly #kinds = new Map<string, string[]>()
  readonly #now: () => Date
  #made = 0

  constructor(now: () => Date) {
    this.#now = now
  }

  /** A new secret word. */
  mark(rule: Mark['rule'], ownerId: string | null, allowed?: Mark['allowed']): string {
    const word = `zq${++this.#made}qz`
    this.marks.set(word, { word, rule, ownerId, ...(allowed ? { allowed } : {}) })
    return word
  }

  /** @param finder who found it, and will more often ask for it again. */
  add(kind: string, id: string, finder?: string): void {
    if (finder) this.add(`${finder} ${kind}`, id)
    const all = this.#kinds.get(kind) ?? []
    if (all.includes(id)) return
    all.push(id)
    if (all.length > KEPT) all.splice(KEPT / 2, 1)
    this.#kinds.set(kind, all)
  }

  /** Keeps the ids of an answer, by the word of the path or the field that they came under. */
  collect(url: string, answer: Json, finder: string): void {
    this.#collect(kindOf(url), answer, finder, 0)
  }

  #collect(kind: string, value: Json, finder: string, depth: number): void {
    if (depth > 6 || typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const one of value.slice(0, 20)) this.#collect(kind, one, finder, depth + 1)
      return
    }
    const { id } = value as { id?: Json }
    if (typeof id === 'string') for (const one of [likeness(value) ?? kind, kind]) this.add(one, id, finder)
    for (const name of ['group_key', 'client_id', 'client_secret']) {
      const secret = (value as Record<string, Json>)[name]
      if (typeof secret === 'string') this.add(name, secret, finder)
    }
    for (const [key, one] of Object.entries(value)) this.#collect(plural(key), one, finder, depth + 1)
  }

  /**
   * Fills in the placeholders of a text.
   *
   * @param rule what a word is marked as here; null leaves it out.
   */
  fill(text: string, context: Context): string {
    if (!text.includes('«')) return text
    return text.replaceAll(/«([\w]+)(?::(\d+))?»/g, (whole, kind: string, digits = '0') => {
      const which = Number(digits)
      // fit.ts puts a file in its place, which is no text.
      if (kind === 'file') return whole
      if (kind === 'mark') return context.rule ? this.mark(context.rule, context.ownerId) : 'word'
      if (kind === 'oldmark') return [...this.marks.keys()].at(which % Math.max(1, this.marks.size)) ?? 'word'
      if (kind === 'name') return this.names[which % this.names.length] ?? 'nobody'
      if (kind === 'newname') return `new${which}`
      if (kind === 'csrf') return context.csrf
      if (kind === 'soon') return new Date(this.#now().getTime() + (which % 5000) * 60_000).toISOString()
      if (kind === 'ids') return 'id,'.repeat(100)
      return this.#one(kind, which, context.finder)
    })
  }

  #one(kind: string, which: number, finder: string): string {
    const own = which % 3 === 0 ? undefined : this.#kinds.get(`${finder} ${kind}`)
    const ids = own ?? (kind === 'any' ? [...this.#kinds.values()].flat() : (this.#kinds.get(kind) ?? []))
    return ids[which % Math.max(1, ids.length)] ?? '12345678901'
  }
}

const words = new Set([
  ...['accounts', 'statuses', 'media', 'polls', 'lists', 'filters', 'keywords', 'notifications', 'requests'],
  ...['scheduled_statuses', 'drafts', 'conversations', 'reports', 'announcements', 'tags', 'featured_tags', 'rules'],
  ...['collections', 'items', 'ip_blocks', 'email_domain_blocks', 'domain_blocks', 'domain_allows', 'custom_emojis'],
  ...[
    'canonical_email_blocks',
    'sessions',
    'authorized_apps',
    'audit_log',
    'suggestions',
    'endorsements',
    'follow_requests',
    'warning_presets',
  ],
])

/** The last word of a path that names a kind of thing: `lists` of `/api/v1/lists/12`. */
const kindOf = (url: string): string =>
  url
    .split('?')[0]!
    .split('/')
    .findLast((part) => words.has(part)) ?? 'things'

/** What a thing is by its own fields, wherever it stands. */
function likeness(value: object): string | null {
  if ('acct' in value && 'username' in value) return 'accounts'
  if ('spoiler_text' in value && 'visibility' in value) return 'statuses'
  if ('preview_url' in value && 'blurhash' in value) return 'media'
  if ('votes_count' in value && 'expires_at' in value) return 'polls'
  return null
}

const plural = (key: string): string => (words.has(`${key}s`) ? `${key}s` : key)
