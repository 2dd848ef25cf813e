/**
 * HTML that is safe by default: whatever is interpolated is escaped, for text and for quoted attributes alike.
 * The one door for markup that is already trusted is `raw`; search for it to review every use.
 */
export class Html {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

/** What a template takes: text is escaped, `Html` passes, lists are joined, and nothing stands for "nothing". */
export type Content = Html | string | number | bigint | false | null | undefined | readonly Content[]

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Escapes text so that it is inert as element content and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}

/** Marks a string as HTML that needs no escaping. Only for what our own code rendered or sanitized. */
export function raw(trusted: string): Html {
  return new Html(trusted)
}

const checked = new WeakSet<TemplateStringsArray>()

/**
 * Builds HTML: html`<p title="${title}">${text}</p>`. Every interpolation is escaped.
 * Throws a TypeError for a value that cannot be shown (a plain object, a function) and an Error for an attribute
 * without quotes around its interpolation, where no escaping would be enough.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  if (!checked.has(strings)) {
    refuseBareAttributes(strings)
    checked.add(strings)
  }
  let text = strings[0]!
  for (const [index, value] of values.entries()) text += render(value) + strings[index + 1]!
  return new Html(text)
}

/**
 * The address if a link may lead there (http, https, or a path of this site), otherwise null: an address written by
 * somebody else could be `javascript:`, which escaping does not disarm.
 */
export function safeUrl(address: string): string | null {
  if (/[\u0000-\u001f]/.test(address)) return null // browsers drop tabs and newlines, so "/\t/evil" is "//evil"
  if (/^\/(?![/\\])/.test(address)) return address
  const protocol = URL.parse(address)?.protocol
  return protocol === 'https:' || protocol === 'http:' ? address : null
}

function render(value: Content): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (value instanceof Html) return value.toString()
  if (Array.isArray(value)) return value.map(render).join('')
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw new TypeError(`A ${typeof value} cannot be put into HTML; give text, a number, a list or html\`…\`.`)
}

function refuseBareAttributes(strings: TemplateStringsArray): void {
  const bare = strings.slice(0, -1).find((piece) => /\s[\w:-]+=$/.test(piece))
  if (bare) throw new Error(`An interpolation in an attribute needs quotes around it, after: ${bare.slice(-40)}`)
}
