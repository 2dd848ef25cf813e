/**
 * A post and a person as HTML. The shapes are the parts of Mastodon's Account and Status that pages use, so the API's
 * own JSON goes straight in. `content`, `note` and field values are HTML of our own renderer, and trusted as such.
 */
import { icon, portrait } from '../http/index.ts'
import { type Content, type Html, html, raw, safeUrl } from '../kit/index.ts'
import { mediaGrid, type ShownMedia } from './media.ts'

export interface ShownAccount {
  readonly id: string
  /** `alice` here, `alice@elsewhere.example` from elsewhere. */
  readonly acct: string
  readonly display_name: string
  readonly url: string
  readonly avatar: string
}

export interface ShownPoll {
  readonly options: readonly { readonly title: string; readonly votes_count: number | null }[]
  readonly votes_count: number
  readonly expired: boolean
}

/** A post that another quotes; it is not shown where the viewer may not see it, or its author took it back. */
export type ShownQuote = Omit<ShownPost, 'quote' | 'reblog'>

/** What a linked page says of itself. */
export interface ShownCard {
  readonly url: string
  readonly title: string
  readonly provider_name: string
  readonly image: string | null
}

export interface ShownPost {
  readonly id: string
  readonly url: string | null
  readonly created_at: string
  readonly edited_at?: string | null
  readonly account: ShownAccount
  /** Trusted HTML. */
  readonly content: string
  readonly spoiler_text: string
  readonly sensitive: boolean
  readonly language: string | null
  readonly in_reply_to_id?: string | null
  readonly media_attachments: readonly ShownMedia[]
  readonly poll?: ShownPoll | null
  readonly quote?: { readonly quoted_status: ShownQuote | null } | null
  readonly card?: ShownCard | null
  readonly replies_count: number
  readonly reblogs_count: number
  readonly favourites_count: number
  readonly reblog: ShownPost | null
}

/** Dates and numbers in one locale; made once for a page, because Intl objects are slow to make. Times are in UTC. */
export interface Formats {
  day(iso: string): string
  moment(iso: string | Date): string
  count(value: number): string
}

export function formats(locale = 'en'): Formats {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  const count = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  return {
    day: (iso) => day.format(new Date(iso)),
    moment: (at) => `${moment.format(new Date(at))} UTC`,
    count: (value) => count.format(value),
  }
}

export const nameOf = (account: ShownAccount): string => account.display_name.trim() || account.acct

/** The list of posts, newest first as given, or a friendly word when there are none. */
export function postList(posts: readonly ShownPost[], format: Formats, empty: Content): Html {
  if (posts.length === 0) return html`<div class="card empty">${empty}</div>`
  return html`<ol class="posts">${posts.map((post) => html`<li>${postCard(post, format)}</li>`)}</ol>`
}

/** The way to the neighbouring pages of a list, where there are any. */
export function pager({ newer, older }: { newer?: string | null; older?: string | null }): Content {
  if (!newer && !older) return null
  return html`<nav class="more" aria-label="More posts">
${newer && html`<a class="button quiet" href="${newer}" rel="prev">Newer</a>`}
${older && html`<a class="button quiet" href="${older}" rel="next">Older</a>`}
</nav>`
}

/** One post, or the post that was boosted under a line that says who did. */
export function postCard(post: ShownPost, format: Formats): Html {
  const shown = post.reblog ?? post
  const { account } = shown
  const booster = post.reblog && html`<p class="why">${icon('boost')}<span>${nameOf(post.account)} boosted</span></p>`
  return html`<article class="card post" aria-label="Post by ${nameOf(account)}">
${booster}<header>${person(account)}${when(shown, format)}</header>
${postBody(shown, format)}
<ul class="counts">
${count(icon('reply'), shown.replies_count, 'replies', format)}
${count(icon('boost'), shown.reblogs_count, 'boosts', format)}
${count(icon('star'), shown.favourites_count, 'favourites', format)}
</ul>
</article>`
}

/** The post that a page is about: larger, with the whole date and the counts in words. */
export function mainPost(post: ShownPost, format: Formats): Html {
  const words = (value: number, one: string, many: string) =>
    html`<li><span><strong>${format.count(value)}</strong> ${value === 1 ? one : many}</span></li>`
  return html`<article class="card post main" aria-label="Post by ${nameOf(post.account)}">
<header>${person(post.account)}</header>
${postBody(post, format)}
<ul class="counts">
<li><time datetime="${post.created_at}">${format.moment(post.created_at)}</time></li>
${post.edited_at && html`<li>Edited ${format.moment(post.edited_at)}</li>`}
${words(post.replies_count, 'reply', 'replies')}
${words(post.reblogs_count, 'boost', 'boosts')}
${words(post.favourites_count, 'favourite', 'favourites')}
</ul>
</article>`
}

function person(account: ShownAccount): Html {
  const name = nameOf(account)
  return html`<div><a class="person" href="${safeUrl(account.url) ?? '/'}">${portrait({ name, avatar: account.avatar })}
<div><bdi class="name">${name}</bdi><span class="acct">@${account.acct}</span></div></a></div>`
}

function when(post: ShownPost, format: Formats): Html {
  const time = html`<time datetime="${post.created_at}" title="${format.moment(post.created_at)}">${format.day(post.created_at)}</time>`
  const url = post.url && safeUrl(post.url)
  return url ? html`<a class="when" href="${url}">${time}</a>` : html`<span class="when">${time}</span>`
}

function postBody(post: ShownPost, format: Formats): Html {
  const words =
    post.content &&
    html`<div class="words" dir="auto"${post.language && html` lang="${post.language}"`}>${raw(post.content)}</div>`
  const media = post.media_attachments.length > 0 && mediaGrid(post.media_attachments)
  const said = html`${words}${post.poll && poll(post.poll, format)}`
  const also = html`${post.quote && quoted(post.quote.quoted_status, format)}${!media && post.card && linked(post.card)}`
  if (post.spoiler_text) return cover(post.spoiler_text, html`${said}${media}${also}`)
  return html`${said}${media && post.sensitive ? cover('Sensitive media', media) : media}${also}`
}

function quoted(post: ShownQuote | null, format: Formats): Html {
  if (!post) return html`<p class="quote soft">A quoted post that is not to be shown.</p>`
  const name = nameOf(post.account)
  return html`<blockquote class="quote" aria-label="Quoted post by ${name}"><header>${person(post.account)}${when({ ...post, reblog: null }, format)}</header>
${postBody({ ...post, reblog: null }, format)}</blockquote>`
}

function linked({ url, title, provider_name, image }: ShownCard): Content {
  const address = safeUrl(url)
  if (!address || !title) return null
  const picture = image && safeUrl(image)
  return html`<a class="link" href="${address}" rel="noopener noreferrer nofollow">${picture && html`<img src="${picture}" alt="" loading="lazy" decoding="async">`}<span><strong dir="auto">${title}</strong><span class="soft small">${provider_name || new URL(address).host}</span></span></a>`
}

function cover(warning: string, content: Content): Html {
  return html`<details class="cover"><summary><span dir="auto">${warning}</span></summary>${content}</details>`
}

function poll({ options, votes_count, expired }: ShownPoll, format: Formats): Html {
  const share = (votes: number | null) => (votes === null || votes_count === 0 ? 0 : (100 * votes) / votes_count)
  return html`<ul class="poll">${options.map(({ title, votes_count: votes }) => {
    const percent = Math.round(share(votes))
    return html`<li><span><bdi>${title}</bdi>${votes !== null && html`<b>${percent}%</b>`}</span>
<progress max="100" value="${percent}" aria-label="${title}"></progress></li>`
  })}</ul><p class="soft small">${format.count(votes_count)} ${votes_count === 1 ? 'vote' : 'votes'}${expired && ' · closed'}</p>`
}

function count(sign: Html, value: number, word: string, format: Formats): Html {
  return html`<li>${sign}<span>${format.count(value)}</span><span class="unseen">${word}</span></li>`
}
