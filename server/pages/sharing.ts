/** What search engines and link previews are told about a page: https://ogp.me. */
import { type Html, html, type LanguageCode, safeUrl } from '../kit/index.ts'
import { type ShownMedia, usableMedia } from './media.ts'
import type { ShownPost } from './views.ts'

interface SharedPicture {
  readonly url: string
  readonly alt: string
  readonly width?: number | undefined
  readonly height?: number | undefined
}

interface SharedVideo {
  readonly url: string
  readonly width?: number | undefined
  readonly height?: number | undefined
}

export interface Sharing {
  readonly siteName: string
  readonly language: LanguageCode
  readonly type: 'website' | 'profile' | 'article'
  readonly title: string
  readonly description: string
  /** The one address of this page. */
  readonly url: string
  /** The same as JSON, in the API. */
  readonly alternate?: string
  readonly images?: readonly SharedPicture[]
  readonly videos?: readonly SharedVideo[]
  readonly audio?: readonly { readonly url: string }[]
  /** Whether the pictures are what the page is about, to be shown large. */
  readonly large?: boolean
  /** Of a profile. */
  readonly username?: string
  readonly article?: {
    readonly publishedAt: string
    readonly modifiedAt: string | null
    readonly author: string
    readonly tags: readonly string[]
  }
}

/** Open Graph wants a territory, too. */
const LOCALES: Readonly<Record<LanguageCode, string>> = { en: 'en_GB', de: 'de_DE', fa: 'fa_IR' }

const og = (property: string, content: string | number | null | undefined): Html | null =>
  content === null || content === undefined || content === ''
    ? null
    : html`<meta property="${property}" content="${content}">\n`

/** Open Graph tags, the description and the canonical address, for <head>. */
export function sharingTags(props: Sharing): Html {
  const { siteName, type, title, description, url, alternate, article, username, large = false } = props
  const images = (props.images ?? []).filter((image) => safeUrl(image.url))
  return html`<meta name="description" content="${description}">
<link rel="canonical" href="${url}">
<link rel="manifest" href="/manifest.json">
${alternate && html`<link rel="alternate" type="application/json" href="${alternate}">\n`}${og('og:site_name', siteName)}${og('og:type', type)}${og('og:locale', LOCALES[props.language])}${og('og:title', title)}${og('og:description', description)}${og('og:url', url)}${images.map(
  ({ url, alt, width, height }) =>
    html`${og('og:image', url)}${og('og:image:width', width)}${og('og:image:height', height)}${og('og:image:alt', alt)}`,
)}${(props.videos ?? []).map(
  ({ url, width, height }) =>
    html`${og('og:video', url)}${og('og:video:type', 'video/mp4')}${og('og:video:width', width)}${og('og:video:height', height)}`,
)}${(props.audio ?? []).map(({ url }) => html`${og('og:audio', url)}${og('og:audio:type', 'audio/mpeg')}`)}${
  article &&
  html`${og('article:published_time', article.publishedAt)}${og('article:modified_time', article.modifiedAt)}${og('article:author', article.author)}${article.tags.map((tag) => og('article:tag', tag))}`
}${og('profile:username', username)}<meta name="twitter:card" content="${large && images.length > 0 ? 'summary_large_image' : 'summary'}">`
}

/** The avatars that we make and take are square, of this many pixels. */
const AVATAR_PIXELS = 400

export const avatarOf = (account: { avatar: string }, alt: string): SharedPicture => ({
  url: account.avatar,
  alt,
  width: AVATAR_PIXELS,
  height: AVATAR_PIXELS,
})

/** Whether what a post shows is behind a warning; then nothing of it is told before it is opened. */
const isCovered = (post: Pick<ShownPost, 'sensitive' | 'spoiler_text'>): boolean =>
  post.sensitive || post.spoiler_text !== ''

/** The media of a post that may be shown unasked, in previews and to search engines. */
export const openMedia = (post: Pick<ShownPost, 'sensitive' | 'spoiler_text' | 'media_attachments'>): ShownMedia[] =>
  isCovered(post) ? [] : usableMedia(post.media_attachments)

/** The words of a post that may be shown unasked: its warning where it has one. */
export const openWords = (post: Pick<ShownPost, 'spoiler_text' | 'content'>, max?: number): string =>
  post.spoiler_text || plainText(post.content, max)

/** What link previews show of a post's media: its pictures, its videos with their posters; without any, its author. */
export function sharedMedia(
  post: ShownPost,
  authorAlt: string,
): Required<Pick<Sharing, 'images' | 'videos' | 'audio' | 'large'>> {
  const open = openMedia(post)
  const images = open.flatMap((one): SharedPicture[] => {
    const alt = one.description ?? ''
    if (one.type === 'image') return [{ url: one.url ?? '', alt, ...sizeOf(one.meta?.original) }]
    if (one.type !== 'audio' && one.preview_url) return [{ url: one.preview_url, alt, ...sizeOf(one.meta?.small) }]
    return []
  })
  const videos = open
    .filter(({ type }) => type === 'video' || type === 'gifv')
    .map((one) => ({ url: one.url ?? '', ...sizeOf(one.meta?.original) }))
  const audio = open.filter(({ type }) => type === 'audio').map(({ url }) => ({ url: url ?? '' }))
  const large = images.length > 0
  return { images: large ? images : [avatarOf(post.account, authorAlt)], videos, audio, large }
}

const sizeOf = (size: { width?: number; height?: number } | null | undefined) => ({
  width: size?.width,
  height: size?.height,
})

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
