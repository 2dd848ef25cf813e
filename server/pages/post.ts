/** One public post with what it answers and what answered it. */
import { noIndex, type PageFrame, page } from '../http/index.ts'
import { type Html, html } from '../kit/index.ts'
import { plainText, sharingTags } from './sharing.ts'
import { type Formats, formats, mainPost, nameOf, postCard, type ShownPost } from './views.ts'

export interface PostPageProps extends PageFrame {
  readonly post: ShownPost & { readonly visibility: string; readonly account: { readonly noindex?: boolean | null } }
  /** As in Mastodon's Context: the posts above, oldest first. */
  readonly ancestors: readonly ShownPost[]
  /** The answers below, each after the one it answers. */
  readonly descendants: readonly ShownPost[]
}

/** GET /@:username/:id */
export function postPage(props: PostPageProps): string {
  const { post, ancestors, descendants, network } = props
  const format = formats(props.locale)
  const name = nameOf(post.account)
  const excerpt = post.spoiler_text || plainText(post.content)
  const body = html`<div class="column">
<h1 class="unseen">Post by ${name}</h1>
<ol class="posts thread">
${ancestors.map((above) => html`<li class="before">${postCard(above, format)}</li>`)}
<li>${mainPost(post, format)}</li>
</ol>
${descendants.length > 0 && replies(post, descendants, format)}
</div>`
  const title = excerpt ? `${name}: “${plainText(excerpt, 60)}”` : `Post by ${name}`
  const head = html`${(post.account.noindex || post.visibility !== 'public') && noIndex}${sharingTags({
    siteName: network.name,
    type: 'article',
    title: `${name} (@${post.account.acct})`,
    description: excerpt || `A post by ${name} on ${network.name}`,
    url: post.url ?? network.url,
    alternate: `${network.url}/api/v1/statuses/${post.id}`,
    image: picture(post),
    publishedAt: post.created_at,
  })}<link rel="alternate" type="application/json+oembed" href="${network.url}/api/oembed?url=${encodeURIComponent(post.url ?? '')}">`
  return page({ ...props, title, head, body })
}

function replies(post: ShownPost, descendants: readonly ShownPost[], format: Formats): Html {
  const depths = new Map([[post.id, 0]])
  const items = descendants.map((reply) => {
    const depth = (depths.get(reply.in_reply_to_id ?? '') ?? 0) + 1
    depths.set(reply.id, depth)
    const classes = ['', 'deep', 'deep deeper'][Math.min(depth - 1, 2)]!
    return html`<li class="${classes}">${postCard(reply, format)}</li>`
  })
  return html`<section class="aside" aria-labelledby="replies"><h2 id="replies">Replies</h2>
<ol class="posts thread">${items}</ol></section>`
}

/** The picture of a link preview: one of the post, unless it is behind a warning; otherwise its author. */
function picture(post: ShownPost): { url: string; alt: string } {
  const author = { url: post.account.avatar, alt: `${nameOf(post.account)}’s picture` }
  if (post.sensitive || post.spoiler_text) return author
  const image = post.media_attachments.find(({ type, url }) => type === 'image' && url)
  return image?.url ? { url: image.url, alt: image.description ?? '' } : author
}
