import { type Entity, type Hashtag, type Link, type Mention, scan } from './scan.ts'

/** What `render` has to be told, since it asks nobody: who a mention is, and under which origin tags live. */
export interface Resolve {
  /** The http(s) URL of the mentioned account's page, or null when there is no such account: then it stays text. */
  mention(mention: Mention): string | null
  /** Origin of tag pages without a slash at the end, as in `https://example.org`. */
  tagBase: string
}

/** So many characters of an address are shown; Mastodon's `app/lib/text_formatter.rb`. */
const LINK_LENGTH_SHOWN = 30
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const CHARACTERS: Record<string, string> = Object.fromEntries(Object.entries(ESCAPES).map(([c, e]) => [e, c]))

/**
 * Plain text of a post -> the HTML that Mastodon makes of it (its `TextFormatter`, which clients parse).
 * Safe whatever the text: all of it is escaped, the only tags are the literals of this file, and the only
 * addresses begin with `http://` or `https://`. Blank lines part paragraphs, single line breaks are `<br />`.
 * Text without anything visible gives the empty string.
 */
export function render(text: string, resolve: Resolve): string {
  if (!/\S/.test(text)) return ''
  const source = text.replace(/\r\n?/g, '\n')
  let html = ''
  let last = 0
  for (const entity of scan(source)) {
    html += escapeHtml(source.slice(last, entity.start))
    html += renderEntity(entity, resolve) ?? escapeHtml(source.slice(entity.start, entity.end))
    last = entity.end
  }
  html += escapeHtml(source.slice(last))
  // No entity holds a line break, so the breaks that are left are the text's own.
  return html
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/^\n|\n$/g, ''))
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br />')}</p>`)
    .join('')
}

/**
 * The text of HTML that `render` made, for excerpts and mail: the way back, with blank lines at the ends gone and
 * several in a row made one, and `@user@host` shortened to `@user`. Not a sanitizer for HTML of others.
 */
export function plainText(html: string): string {
  return html
    .replaceAll('</p><p>', '\n\n')
    .replaceAll('<br />', '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (escaped) => CHARACTERS[escaped]!)
}

function renderEntity(entity: Entity, resolve: Resolve): string | null {
  switch (entity.type) {
    case 'link':
      return renderLink(entity)
    case 'hashtag':
      return renderHashtag(entity, resolve.tagBase)
    case 'mention':
      return renderMention(entity, resolve.mention(entity))
    case 'emoji':
      return null // stays text: clients put the picture in
  }
}

function renderMention(mention: Mention, url: string | null): string | null {
  if (!url || !/^https?:\/\/[^\s\x00-\x1f]+$/i.test(url)) return null
  const link = `<a href="${escapeHtml(url)}" class="u-url mention">@<span>${escapeHtml(mention.user)}</span></a>`
  return `<span class="h-card" translate="no">${link}</span>`
}

function renderHashtag({ name }: Hashtag, tagBase: string): string {
  const url = `${tagBase}/tags/${encodeURIComponent(name)}`
  return `<a href="${escapeHtml(url)}" class="mention hashtag" rel="tag">#<span>${escapeHtml(name)}</span></a>`
}

function renderLink({ url }: Link): string {
  const prefix = /^https?:\/\/(?:www\.)?/i.exec(url)![0]
  const rest = Array.from(url.slice(prefix.length)) // characters, so that no surrogate pair is cut in two
  // A single hidden character would make room for nothing but the ellipsis.
  const cut = rest.length > LINK_LENGTH_SHOWN + 1
  const shown = cut ? rest.slice(0, LINK_LENGTH_SHOWN) : rest
  const hidden = cut ? rest.slice(LINK_LENGTH_SHOWN) : []
  return (
    `<a href="${escapeHtml(url)}" target="_blank" rel="nofollow noopener" translate="no">` +
    `<span class="invisible">${escapeHtml(prefix)}</span>` +
    `<span class="${cut ? 'ellipsis' : ''}">${escapeHtml(shown.join(''))}</span>` +
    `<span class="invisible">${escapeHtml(hidden.join(''))}</span></a>`
  )
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!)
}
