/**
 * A post as HTML. The shapes are the parts of Mastodon's Status that pages use, so the API's own JSON goes straight in.
 * `content`, `note` and field values are HTML of our own renderer, and trusted as such.
 */
import { icon } from '../http/index.ts'
import { type Content, type Html, html, safeUrl } from '../kit/index.ts'
import { htmlWithEmojis, type ShownEmoji, withEmojis } from './emojis.ts'
import { blurOf, mediaGrid, type ShownMedia } from './media.ts'
import { nameOf, person, type ShownAccount, shownName } from './people.ts'
import type { Voice } from './voice.ts'

export interface ShownPoll {
  readonly options: readonly { readonly title: string; readonly votes_count: number | null }[]
  readonly votes_count: number
  /** People, where one may have several votes. */
  readonly voters_count?: number | null
  readonly expired: boolean
  readonly expires_at?: string | null
  readonly emojis?: readonly ShownEmoji[]
}

/** A post that another quotes; it is not shown where the viewer may not see it, or its author took it back. */
export type ShownQuote = Omit<ShownPost, 'quote' | 'reblog'>

/** What a linked page says of itself. */
export interface ShownCard {
  readonly url: string
  readonly title: string
  readonly description?: string
  readonly provider_name: string
  readonly image: string | null
  readonly image_description?: string
}

export interface ShownPost {
  readonly id: string
  readonly url: string | null
  readonly created_at: string
  readonly edited_at?: string | null
  readonly visibility?: string
  readonly account: ShownAccount
  /** Trusted HTML. */
  readonly content: string
  readonly spoiler_text: string
  readonly sensitive: boolean
  readonly language: string | null
  readonly in_reply_to_id?: string | null
  readonly media_attachments: readonly ShownMedia[]
  readonly emojis?: readonly ShownEmoji[]
  readonly tags?: readonly { readonly name: string }[]
  readonly application?: { readonly name: string } | null
  readonly poll?: ShownPoll | null
  readonly quote?: { readonly quoted_status: ShownQuote | null } | null
  readonly card?: ShownCard | null
  readonly replies_count: number
  readonly reblogs_count: number
  readonly favourites_count: number
  readonly quotes_count?: number
  readonly reblog: ShownPost | null
}

/** The list of posts, newest first as given, or a friendly word when there are none. @param pinned those stand first. */
export function postList(
  posts: readonly ShownPost[],
  voice: Voice,
  empty: Content,
  pinned: readonly ShownPost[] = [],
): Html {
  if (posts.length + pinned.length === 0) return html`<div class="card empty">${empty}</div>`
  const label = html`<p class="why">${icon('pin')}<span>${voice.t('post.pinned')}</span></p>`
  return html`<ol class="posts">${pinned.map((post) => html`<li>${postCard(post, voice, label)}</li>`)}${posts.map((post) => html`<li>${postCard(post, voice)}</li>`)}</ol>`
}

/** The way to the neighbouring pages of a list, where there are any. */
export function pager({ newer, older }: { newer?: string | null; older?: string | null }, { t }: Voice): Content {
  if (!newer && !older) return null
  return html`<nav class="more" aria-label="${t('list.more')}">
${newer && html`<a class="button quiet" href="${newer}" rel="prev">${t('list.newer')}</a>`}
${older && html`<a class="button quiet" href="${older}" rel="next">${t('list.older')}</a>`}
</nav>`
}

/** One post, or the post that was boosted under a line that says who did. @param why the same for another reason. */
export function postCard(post: ShownPost, voice: Voice, why: Content = null): Html {
  const { t } = voice
  const shown = post.reblog ?? post
  const booster = html`<bdi>${shownName(post.account)}</bdi>`
  return html`<article class="card post" aria-label="${t('post.by', { name: nameOf(shown.account) })}">
${why}${post.reblog && html`<p class="why">${icon('boost')}<span>${t.parts('post.boosted', { name: booster })}</span></p>`}<header>${person(shown.account)}${when(shown, voice)}</header>
${postBody(shown, voice)}
<ul class="counts">
${count('reply', 'post.replies', shown.replies_count, voice)}
${count('boost', 'post.boosts', shown.reblogs_count, voice)}
${count('star', 'post.favourites', shown.favourites_count, voice)}
</ul>
</article>`
}

/** The post that a page is about: larger, with the whole date and the counts in words. */
export function mainPost(post: ShownPost, voice: Voice): Html {
  const { t, moment } = voice
  const app = post.application && html`<bdi>${post.application.name}</bdi>`
  return html`<article class="card post main" aria-label="${t('post.by', { name: nameOf(post.account) })}">
<header>${person(post.account)}</header>
${postBody(post, voice, true)}
<ul class="counts">
<li><time datetime="${post.created_at}">${moment(post.created_at)}</time></li>
${post.edited_at && html`<li><span>${t.parts('post.edited', { moment: html`<time datetime="${post.edited_at}">${moment(post.edited_at)}</time>` })}</span></li>`}
${app && html`<li><span>${t.parts('post.via', { app })}</span></li>`}
${figure('post.replies', post.replies_count, voice)}
${figure('post.boosts', post.reblogs_count, voice)}
${figure('post.favourites', post.favourites_count, voice)}
${post.quotes_count ? figure('post.quotes', post.quotes_count, voice) : null}
</ul>
</article>`
}

type Counted = 'post.replies' | 'post.boosts' | 'post.favourites' | 'post.quotes' | 'person.posts' | 'person.followers'

/** A number with its word. */
export function figure(key: Counted, value: number, voice: Voice): Html {
  return html`<li><span>${voice.t.parts(key, { count: value, shown: html`<strong>${voice.count(value)}</strong>` })}</span></li>`
}

function count(sign: 'reply' | 'boost' | 'star', key: Counted, value: number, voice: Voice): Html {
  const shown = voice.count(value)
  return html`<li>${icon(sign)}<span aria-hidden="true">${shown}</span><span class="unseen">${voice.t(key, { count: value, shown })}</span></li>`
}

function when(post: ShownPost, voice: Voice): Html {
  const time = html`<time datetime="${post.created_at}" title="${voice.moment(post.created_at)}">${voice.day(post.created_at)}</time>`
  const url = post.url && safeUrl(post.url)
  return url ? html`<a class="when" href="${url}">${time}</a>` : html`<span class="when">${time}</span>`
}

function postBody(post: ShownPost, voice: Voice, told = false): Html {
  const { t } = voice
  const words =
    post.content &&
    html`<div class="words" dir="auto"${post.language && html` lang="${post.language}"`}>${htmlWithEmojis(post.content, post.emojis)}</div>`
  const media = post.media_attachments.length > 0 && mediaGrid(post.media_attachments, voice, told)
  const said = html`${words}${post.poll && poll(post.poll, voice)}`
  const also = html`${post.quote && quoted(post.quote.quoted_status, voice)}${!media && post.card && linked(post.card)}`
  if (post.spoiler_text) return cover(withEmojis(post.spoiler_text, post.emojis), html`${said}${media}${also}`, voice)
  const veiled = media && post.sensitive && cover(t('post.sensitive'), media, voice, blurOf(post.media_attachments))
  return html`${said}${veiled || media}${also}`
}

function quoted(post: ShownQuote | null, voice: Voice): Html {
  if (!post) return html`<p class="quote soft">${voice.t('post.quoteGone')}</p>`
  const whole = { ...post, reblog: null }
  return html`<blockquote class="quote" aria-label="${voice.t('post.quotedBy', { name: nameOf(post.account) })}"><header>${person(post.account)}${when(whole, voice)}</header>
${postBody(whole, voice)}</blockquote>`
}

function linked({ url, title, description, provider_name, image, image_description }: ShownCard): Content {
  const address = safeUrl(url)
  if (!address || !title) return null
  const picture = image && safeUrl(image)
  return html`<a class="link" href="${address}" rel="noopener noreferrer nofollow">${
    picture && html`<img src="${picture}" alt="${image_description ?? ''}" loading="lazy" decoding="async">`
  }<span><span class="soft small">${provider_name || new URL(address).host}</span><strong dir="auto">${title}</strong>${
    description && html`<span class="soft small brief" dir="auto">${description}</span>`
  }</span></a>`
}

/** @param blur what is seen of it before it is opened. */
function cover(warning: Content, content: Content, { t }: Voice, blur: Content = null): Html {
  return html`<details class="cover${blur && ' veil'}"><summary>${blur}<span dir="auto">${warning}</span><span class="press" aria-hidden="true"><span>${t('post.show')}</span><span>${t('post.hide')}</span></span></summary>${content}</details>`
}

function poll({ options, votes_count, voters_count, expired, expires_at, emojis }: ShownPoll, voice: Voice): Html {
  const { t } = voice
  const all = voters_count ?? votes_count
  const shown = voice.count(all)
  const turnout = t(voters_count == null ? 'poll.votes' : 'poll.people', { count: all, shown })
  const end = expired ? t('poll.closed') : expires_at && t('poll.until', { moment: voice.moment(expires_at) })
  return html`<ul class="poll">${options.map(({ title, votes_count: votes }) => {
    const share = votes === null || all === 0 ? 0 : votes / all
    return html`<li><span><bdi>${withEmojis(title, emojis)}</bdi>${votes !== null && html`<b>${voice.percent(share)}</b>`}</span>
<progress max="100" value="${Math.round(100 * share)}" aria-label="${title}"></progress></li>`
  })}</ul><p class="soft small">${turnout}${end && ` · ${end}`}</p>`
}
