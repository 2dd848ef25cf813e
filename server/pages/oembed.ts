import Type, { type Static } from 'typebox'
import type { App } from '../app.ts'
import { html, notFound, raw } from '../kit/index.ts'
import { renderPosts } from '../posts/index.ts'
import { plainText } from './sharing.ts'

export const OEmbedQuery = Type.Object({
  url: Type.String({ maxLength: 2000, description: 'The address of a post here' }),
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
})

const WIDTH = 400
/** An hour: what is deleted here should not stay elsewhere for long. */
const CACHE_SECONDS = 3600

/**
 * A post as a piece of HTML without script or style sheet, for the pages of others: its words, or its warning where it
 * has one, who wrote it, and a link to it.
 *
 * @throws Problem 404 when the address is not that of a post that anybody may see.
 */
export async function embed(app: App, query: Static<typeof OEmbedQuery>): Promise<Static<typeof OEmbed>> {
  const id = postId(app, query.url)
  const [post] = id === null ? [] : await renderPosts(app, null, [id], 'direct')
  if (!post || post.reblog) throw notFound('There is no public post at this address.')
  const { account } = post
  const author = account.display_name || account.username
  const width = Math.min(query.maxwidth ?? WIDTH, 540)
  const words = post.spoiler_text ? html`<p>${post.spoiler_text}</p>` : raw(post.content)
  const day = post.created_at.slice(0, 10)
  const shown = html`<blockquote class="tweeter-embed" lang="${post.language ?? ''}" style="max-width:${width}px" cite="${post.url}">${words}<footer>${author} (@${account.acct}), <a href="${post.url}">${day}</a></footer></blockquote>`
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
  }
}

/** The id in an address of ours: the page of a post, or the name that it has in other documents. */
function postId(app: App, address: string): number | null {
  const path = address.startsWith(`${app.config.url}/`) ? address.slice(app.config.url.length).split(/[?#]/)[0]! : ''
  const found = /^\/(?:@[^/]+|users\/[^/]+\/statuses)\/(\d{1,16})\/?$/.exec(path)
  return found ? Number(found[1]) : null
}
