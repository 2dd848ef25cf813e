import type { App } from '../app.ts'
import { address, language, moment, pixels, plain } from './clean.ts'
import { readStructured } from './json-ld.ts'
import { type Embed, iframe } from './oembed.ts'
import type { Page } from './read-page.ts'
import type { PreviewCard } from './schema.ts'

/** A card as it is stored: without its address, and without what is looked up when it is shown. */
export type Preview = Omit<PreviewCard, 'url' | 'authors' | 'image' | 'missing_attribution'>

export interface Seen {
  readonly preview: Preview
  /** Where its picture is; empty when it has none. */
  readonly imageUrl: string
}

/**
 * What a card says, from what a page (at `url`) says: oEmbed before the page's own words where it shows something, else
 * Open Graph, Twitter's tags, JSON-LD, plain HTML, in this order. Null for a page that gives no title.
 */
export function previewOf(app: App, page: Page, url: string, embed: Embed | null): Seen | null {
  const meta = (...names: string[]) => names.map((name) => page.metas.get(name)).find(Boolean)
  const structured = readStructured(page.structured, url)
  const shown = embed && shows(embed) ? embed : null
  const title = shown?.title || plain(meta('og:title', 'twitter:title') || structured?.title || page.title, 500)
  if (title === '') return null
  const player = shown ?? playerOf(app, meta, url)
  const ownImage = address(meta('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image'), url)
  return {
    imageUrl: (shown && (shown.photoUrl || shown.thumbnailUrl)) || ownImage || embed?.thumbnailUrl || '',
    preview: {
      title,
      description: plain(meta('og:description', 'twitter:description', 'description') || structured?.description, 1000),
      language: language(structured?.language ?? meta('og:locale') ?? page.language),
      type: player?.type ?? 'link',
      ...authorOf(embed, structured, meta),
      provider_name: plain(meta('og:site_name') || embed?.provider || structured?.publisher, 200),
      provider_url: embed?.providerUrl ?? '',
      html: player?.html ?? '',
      width: player?.width ?? 0,
      height: player?.height ?? 0,
      image_description: plain(meta('og:image:alt', 'twitter:image:alt'), 1500),
      embed_url: shown?.photoUrl ?? '',
      blurhash: null,
      published_at: structured?.publishedAt ?? moment(meta('article:published_time', 'datepublished', 'date')),
    },
  }
}

type Meta = (...names: string[]) => string | undefined

/** A link is no more than the page says, and rich HTML mostly wants scripts: without a frame it shows nothing. */
const shows = (embed: Embed): boolean => (embed.type === 'photo' ? embed.photoUrl !== '' : embed.html !== '')

function playerOf(app: App, meta: Meta, url: string) {
  if (meta('twitter:card') !== 'player') return null
  const size = { width: pixels(meta('twitter:player:width')), height: pixels(meta('twitter:player:height')) }
  const frame = iframe(app, address(meta('twitter:player'), url), size)
  return frame === '' ? null : { type: 'video' as const, html: frame, ...size }
}

/** From one source, so that a name never goes with somebody else's address. */
function authorOf(embed: Embed | null, structured: ReturnType<typeof readStructured>, meta: Meta) {
  if (embed?.author) return { author_name: embed.author, author_url: embed.authorUrl }
  if (structured?.author) return { author_name: structured.author, author_url: structured.authorUrl }
  return { author_name: plain(meta('author'), 200), author_url: '' }
}
