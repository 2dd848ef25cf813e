/** One public post with what it answers and what answered it. */
import { noIndex, type PageFrame, page } from '../http/index.ts'
import { type Content, type Html, html } from '../kit/index.ts'
import { nameOf } from './people.ts'
import { openWords, plainText, sharedMedia, sharingTags } from './sharing.ts'
import { isForAll, jsonLd, postData } from './structured.ts'
import { mainPost, postCard, type ShownPost } from './views.ts'
import { type Voice, voiceOf } from './voice.ts'

export interface PostPageProps extends PageFrame {
  readonly post: ShownPost
  /** As in Mastodon's Context: the posts above, oldest first. */
  readonly ancestors: readonly ShownPost[]
  /** The answers below, each after the one it answers. */
  readonly descendants: readonly ShownPost[]
}

/** GET /@:username/:id */
export function postPage(props: PostPageProps): string {
  const { post, ancestors, descendants, viewer } = props
  const voice = voiceOf(props)
  const { t } = voice
  const name = nameOf(post.account)
  const body = html`<div class="column">
<h1 class="unseen">${t('post.by', { name })}</h1>
<ol class="posts thread">
${ancestors.map((above) => html`<li class="before">${postCard(above, voice)}</li>`)}
<li>${mainPost(post, voice)}</li>
</ol>
${!viewer && invitation(post, voice)}
${descendants.length > 0 && replies(post, descendants, voice)}
</div>`
  const excerpt = plainText(openWords(post), 60)
  const title = excerpt ? t('post.titled', { name, excerpt }) : t('post.by', { name })
  return page({ ...props, title, head: headOf(props, voice, title), body })
}

function headOf({ post, ancestors, descendants, network }: PostPageProps, voice: Voice, title: string): Html {
  const { t } = voice
  const { account } = post
  const name = nameOf(account)
  const url = post.url ?? network.url
  const tags = sharingTags({
    siteName: network.name,
    language: voice.language,
    type: 'article',
    title: `${name} (@${account.acct})`,
    description: openWords(post) || t('post.on', { name, network: network.name }),
    url,
    alternate: `${network.url}/api/v1/statuses/${post.id}`,
    ...sharedMedia(post, t('person.picture', { name })),
    article: {
      publishedAt: post.created_at,
      modifiedAt: post.edited_at ?? null,
      author: account.url,
      tags: post.spoiler_text ? [] : (post.tags ?? []).map((tag) => tag.name),
    },
  })
  const data = isForAll(post) ? jsonLd(postData(post, { ancestors, descendants }, network)) : noIndex
  return html`${tags}
<link rel="alternate" type="application/json+oembed" href="${network.url}/api/oembed?url=${encodeURIComponent(url)}" title="${title}">
<link rel="author" href="${account.url}">
${data}`
}

/** For strangers: what to do if they want to say something, too. */
function invitation({ url }: ShownPost, { t }: Voice): Content {
  if (!url) return null
  const path = URL.parse(url)?.pathname ?? '/'
  return html`<section class="card aside answer" aria-labelledby="answer"><div><h2 id="answer">${t('answer.title')}</h2>
<p class="soft">${t('answer.text')}</p></div>
<a class="button" href="/auth/sign_in?next=${encodeURIComponent(path)}">${t('landing.signIn')}</a>
<p class="input code" dir="ltr">${url}</p></section>`
}

function replies(post: ShownPost, descendants: readonly ShownPost[], voice: Voice): Html {
  const depths = new Map([[post.id, 0]])
  const items = descendants.map((reply) => {
    const depth = (depths.get(reply.in_reply_to_id ?? '') ?? 0) + 1
    depths.set(reply.id, depth)
    const classes = ['', 'deep', 'deep deeper'][Math.min(depth - 1, 2)]!
    return html`<li class="${classes}">${postCard(reply, voice)}</li>`
  })
  return html`<section class="aside" aria-labelledby="replies"><h2 id="replies">${voice.t('post.answers')}</h2>
<ol class="posts thread">${items}</ol></section>`
}
