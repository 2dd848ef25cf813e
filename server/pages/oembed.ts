import Type, { type Static } from 'typebox'
import type { App } from '../app.ts'
import { badRequest, html, notFound, raw, safeUrl } from '../kit/index.ts'
import { renderPosts, type Status } from '../posts/index.ts'
import { openMedia, plainText } from './sharing.ts'

export const OEmbedQuery = Type.Object({
  url: Type.String({ maxLength: 2000, description: 'The address of a post here' }),
  format: Type.Optional(Type.String({ maxLength: 20, description: 'Only `json` is made' })),
  maxwidth: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, clamp: true })),
  maxheight: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, clamp: true })),
})

/** Mastodon's OEmbedResponse; https://oembed.com, section 2.3.4. */
export const OEmbed = Type.Object({
  type: Type.Literal('rich'),
  version: Type.Literal('1.0'),
  title: Type.String(),
  author_name: Type.String(),
  author_url: Type.String(),
  provider_name: Type.String(),
  provider_url: Type.String(),
  cache_age: Type.Integer({ description: 'Seconds' }),
  html: Type.String(),
  width: Type.Integer({ description: 'Pixels' }),
  height: Type.Null({ description: 'As high as its text is' }),
  /** Of its first picture, where it has one that needs no warning. */
  thumbnail_url: Type.Optional(Type.String()),
  thumbnail_width: Type.Optional(Type.Integer({ description: 'Pixels' })),
  thumbnail_height: Type.Optional(Type.Integer({ description: 'Pixels' })),
})

const WIDTH = 400
/** An hour: what is deleted here should not stay elsewhere for long. */
const CACHE_SECONDS = 3600

/**
 * A post as a piece of HTML without script or style sheet, for the pages of others: its words, or its warning where it
 * has one, its pictures where they need none, who wrote it, and a link to it.
 *
 * @throws Problem 404 when the address is not that of a post that anybody may see; 400 for another format than
 * JSON, where oEmbed has 501: nothing that is asked for may look like a fault of ours.
 */
export async function embed(app: App, query: Static<typeof OEmbedQuery>): Promise<Static<typeof OEmbed>> {
  if ((query.format ?? 'json') !== 'json') throw badRequest('Only the format "json" is made here.')
  const id = postId(app, query.url)
  const [post] = id === null ? [] : await renderPosts(app, null, [id], 'direct')
  if (!post || post.reblog) throw notFound('There is no public post at this address.')
  const { account } = post
  const author = account.display_name || account.username
  const width = Math.min(query.maxwidth ?? WIDTH, 540)
  const words = post.spoiler_text ? html`<p>${post.spoiler_text}</p>` : raw(post.content)
  const day = post.created_at.slice(0, 10)
  const [thumbnail] = thumbnailsOf(post, query)
  const seen = openMedia(post).flatMap(({ type, url, preview_url, description }) => {
    const source = preview_url ?? (type === 'image' ? url : null)
    if (!source || !safeUrl(source)) return []
    return html`<a href="${post.url}"><img src="${source}" alt="${description ?? ''}" style="max-width:100%;height:auto"></a>`
  })
  const shown = html`<blockquote class="tweeter-embed" lang="${post.language ?? ''}" style="max-width:${width}px" dir="auto" cite="${post.url}">${words}${seen.length > 0 && html`<p>${seen}</p>`}<footer>${author} (@${account.acct}), <a href="${post.url}">${day}</a></footer></blockquote>`
  const excerpt = post.spoiler_text || plainText(post.content, 60)
  return {
    type: 'rich',
    version: '1.0',
    title: excerpt ? `${author}: “${excerpt}”` : `Post by ${author}`,
    author_name: author,
    author_url: account.url,
    provider_name: app.config.domain,
    provider_url: `${app.config.url}/`,
    cache_age: CACHE_SECONDS,
    html: String(shown),
    width,
    height: null,
    ...thumbnail,
  }
}

/** Those small enough for who asks, as the standard wants it. */
function thumbnailsOf(post: Status, { maxwidth = Infinity, maxheight = Infinity }: Static<typeof OEmbedQuery>) {
  return openMedia(post).flatMap(({ preview_url, meta }) => {
    const { width, height } = meta?.small ?? {}
    if (!preview_url || !width || !height || width > maxwidth || height > maxheight) return []
    return { thumbnail_url: preview_url, thumbnail_width: width, thumbnail_height: height }
  })
}

/** The id in an address of ours: the page of a post, or the name that it has in other documents. */
function postId(app: App, address: string): number | null {
  const path = address.startsWith(`${app.config.url}/`) ? address.slice(app.config.url.length).split(/[?#]/)[0]! : ''
  const found = /^\/(?:@[^/]+|users\/[^/]+\/statuses)\/(\d{1,16})\/?$/.exec(path)
  return found ? Number(found[1]) : null
}
