/** What search engines and link previews are told about a page: https://ogp.me. */
import { type Html, html, safeUrl } from '../kit/index.ts'

export interface Sharing {
  readonly siteName: string
  readonly type: 'website' | 'profile' | 'article'
  readonly title: string
  readonly description: string
  /** The one address of this page. */
  readonly url: string
  /** The same as JSON, in the API. */
  readonly alternate?: string
  readonly image?: { readonly url: string; readonly alt: string } | null
  readonly publishedAt?: string
}

/** Open Graph tags, the description and the canonical address, for <head>. */
export function sharingTags({ siteName, type, title, description, url, alternate, image, publishedAt }: Sharing): Html {
  const picture = image && safeUrl(image.url) ? image : null
  return html`<meta name="description" content="${description}">
<link rel="canonical" href="${url}">
<link rel="manifest" href="/manifest.json">
${alternate && html`<link rel="alternate" type="application/json" href="${alternate}">`}
<meta property="og:site_name" content="${siteName}">
<meta property="og:type" content="${type}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${url}">
${picture && html`<meta property="og:image" content="${picture.url}">\n<meta property="og:image:alt" content="${picture.alt}">`}
${publishedAt && html`<meta property="article:published_time" content="${publishedAt}">`}
<meta name="twitter:card" content="summary">`
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }

/** The words of trusted HTML, on one line, cut at a word before `max` characters. Not a sanitizer: escape the result. */
export function plainText(trusted: string, max = 200): string {
  const text = trusted
    .replace(/<(?:br|\/p|\/li|\/blockquote)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = [...text]
  if (characters.length <= max) return text
  const cut = characters.slice(0, max - 1).join('')
  return `${cut.replace(/\s+\S{0,30}$/, '')}…`
}
