/** A person's public page, with its tabs. */
import { icon, mark, noIndex, type PageFrame, page, portrait } from '../http/index.ts'
import { type Content, type Html, html, raw, safeUrl } from '../kit/index.ts'
import { htmlWithEmojis, withEmojis } from './emojis.ts'
import { rings } from './landing.ts'
import { tile, usableMedia, veil, wordsFor } from './media.ts'
import { nameOf, type ShownAccount, shownName } from './people.ts'
import { avatarOf, plainText, sharingTags } from './sharing.ts'
import { addressIn, jsonLd, profileData } from './structured.ts'
import { figure, pager, postList, type ShownPost } from './views.ts'
import { type Voice, voiceOf } from './voice.ts'

export interface ShownProfile extends ShownAccount {
  /** Trusted HTML. */
  readonly note: string
  readonly header: string
  readonly header_description?: string
  readonly avatar_description?: string
  /** `value` is trusted HTML. */
  readonly fields: readonly { readonly name: string; readonly value: string; readonly verified_at: string | null }[]
  readonly roles?: readonly { readonly id: string }[]
  readonly locked: boolean
  readonly bot: boolean
  /** Whether there is a tab of pictures and videos. */
  readonly show_media?: boolean
  /** Staff limited them. */
  readonly limited?: boolean
  readonly followers_count: number
  readonly following_count: number
  readonly statuses_count: number
  readonly created_at: string
}

export type Tab = 'posts' | 'with_replies' | 'media' | 'tagged'

export interface ProfileProps extends PageFrame {
  readonly account: ShownProfile
  readonly tab?: Tab
  /** Of the tab `tagged`. */
  readonly tag?: string | null
  /** The path of this tab, without a query. */
  readonly path?: string
  readonly posts: readonly ShownPost[]
  readonly pinned?: readonly ShownPost[]
  readonly featured?: readonly { readonly name: string; readonly url: string }[]
  /** Addresses of the neighbouring pages of posts. */
  readonly newer?: string | null
  readonly older?: string | null
}

/** GET /@:username and its tabs */
export function profilePage(props: ProfileProps): string {
  const { account, posts, network, tab = 'posts', tag } = props
  const voice = voiceOf(props)
  const { t } = voice
  const name = nameOf(account)
  const handle = account.acct.includes('@') ? account.acct : `${account.acct}@${new URL(network.url).host}`
  const titles = {
    posts: t('person.tabPosts'),
    with_replies: t('person.tabReplies'),
    media: t('person.tabMedia'),
    tagged: t('person.tagged', { tag: `#${tag ?? ''}` }),
  }
  const none = (text: string) => html`${mark()}<p>${text}</p>`
  const body = html`<div class="column">
${profileCard(props, handle, voice)}
${tabs(account, tab, voice)}
<h2${tab !== 'tagged' && raw(' class="unseen"')}>${titles[tab]}</h2>
${tab === 'media' ? gallery(posts, voice, none(t('person.noMedia', { name }))) : postList(posts, voice, none(t('person.noPosts', { name })), props.pinned)}
${pager(props, voice)}
</div>`
  const whole = `${name} (@${handle})`
  const title = tab === 'posts' ? whole : `${titles[tab]} · ${whole}`
  return page({ ...props, title, head: headOf(props, handle, voice), body })
}

function headOf(props: ProfileProps, handle: string, voice: Voice): Html {
  const { t } = voice
  const { account, network, tab = 'posts', path } = props
  const name = nameOf(account)
  const query = {
    posts: '',
    with_replies: '',
    media: '?only_media=true',
    tagged: `?tagged=${encodeURIComponent(props.tag ?? '')}`,
  }
  const hidden = account.noindex || account.limited
  const proven = account.fields.flatMap(({ value, verified_at }) => (verified_at ? addressIn(value) : []))
  return html`${hidden && noIndex}${sharingTags({
    siteName: network.name,
    language: voice.language,
    type: 'profile',
    title: `${name} (@${handle})`,
    description: plainText(account.note) || t('person.on', { name, network: network.name }),
    url: tab === 'posts' || !path ? account.url : `${network.url}${path}`,
    alternate: `${network.url}/api/v1/accounts/${account.id}/statuses${query[tab]}`,
    images: [avatarOf(account, account.avatar_description || t('person.picture', { name }))],
    username: account.acct,
  })}
${proven.map((url) => html`<link rel="me" href="${url}">\n`)}${!hidden && tab === 'posts' && jsonLd(profileData(account, handle, network))}`
}

function profileCard({ account, featured = [], tag }: ProfileProps, handle: string, voice: Voice): Html {
  const { t, day } = voice
  const name = nameOf(account)
  const header = safeUrl(account.header)
  const badges = badgesOf(account, voice)
  return html`<section class="card profile" aria-label="${t('person.about', { name })}">
<div class="banner">${header ? html`<img src="${header}" alt="${account.header_description ?? ''}" decoding="async">` : rings()}</div>
<div>${face(account)}
<h1><bdi>${shownName(account)}</bdi></h1>
<p class="acct"><bdi dir="ltr">@${handle}</bdi></p>
${badges.length > 0 && html`<p class="badges">${badges.map((text) => html`<span class="badge">${text}</span> `)}</p>`}
${account.note && html`<div class="bio" dir="auto">${htmlWithEmojis(account.note, account.emojis)}</div>`}
${account.fields.length > 0 && html`<dl class="facts">${account.fields.map((field) => fact(field, account, voice))}</dl>`}
<ul class="counts">
${figure('person.posts', account.statuses_count, voice)}
<li><span>${t.parts('person.following', { shown: html`<strong>${voice.count(account.following_count)}</strong>` })}</span></li>
${figure('person.followers', account.followers_count, voice)}
<li>${t('person.joined', { day: day(account.created_at) })}</li>
</ul>
${featured.length > 0 && html`<ul class="chips" aria-label="${t('person.featured')}">${featured.map((one) => chip(one, tag))}</ul>`}
</div>
</section>`
}

const chip = ({ name, url }: { name: string; url: string }, current: string | null | undefined): Html =>
  html`<li><a href="${safeUrl(url) ?? '/'}" rel="tag"${name === current && raw(' aria-current="page"')}><bdi>#${name}</bdi></a></li>`

function badgesOf({ bot, locked, roles = [] }: ShownProfile, { t }: Voice): string[] {
  const staff = { owner: t('person.owner'), admin: t('person.admin'), moderator: t('person.moderator') }
  return [
    ...roles.flatMap(({ id }) => staff[id as keyof typeof staff] ?? []),
    ...(bot ? [t('person.automated')] : []),
    ...(locked ? [t('person.locked')] : []),
  ]
}

/** Their picture, in words where they gave some. */
function face(account: ShownProfile): Html {
  const { avatar, avatar_description } = account
  const small = portrait({ name: nameOf(account), avatar, size: 'huge' })
  if (!avatar_description || !safeUrl(avatar)) return small
  return html`<img class="avatar huge" src="${avatar}" alt="${avatar_description}" width="96" height="96" decoding="async">`
}

function fact({ name, value, verified_at }: ShownProfile['fields'][number], account: ShownProfile, voice: Voice): Html {
  const words = verified_at && voice.t('person.verified', { day: voice.day(verified_at) })
  const proof =
    words && html`<span class="proof" title="${words}">${icon('check')}<span class="unseen">${words} </span></span>`
  return html`<div${verified_at && raw(' class="proven"')}><dt dir="auto">${withEmojis(name, account.emojis)}</dt><dd dir="auto">${proof}${htmlWithEmojis(value, account.emojis)}</dd></div>`
}

function tabs(account: ShownProfile, current: Tab, { t }: Voice): Html {
  const path = `/@${account.acct}`
  const tab = (name: Tab, href: string, text: string): Html =>
    html`<li><a href="${href}"${name === current && raw(' aria-current="page"')}>${text}</a></li>`
  return html`<nav class="tabs" aria-label="${t('person.tabs', { name: nameOf(account) })}"><ul>
${tab('posts', path, t('person.tabPosts'))}
${tab('with_replies', `${path}/with_replies`, t('person.tabReplies'))}
${account.show_media !== false && tab('media', `${path}/media`, t('person.tabMedia'))}
</ul></nav>`
}

/** The pictures and videos of posts, each leading to its post; what is behind a warning stays behind it. */
function gallery(posts: readonly ShownPost[], voice: Voice, empty: Content): Html {
  const tiles = posts.flatMap((post) => {
    const media = usableMedia(post.media_attachments)
    const href = (post.url && safeUrl(post.url)) || '/'
    if (media.length === 0) return []
    if (post.sensitive || post.spoiler_text) {
      const words = voice.t('media.hidden', { day: voice.day(post.created_at) })
      return [html`<li><a href="${href}">${veil(media, words)}</a></li>`]
    }
    return media.map(
      (one, at) => html`<li><a href="${href}">${tile(one, wordsFor(one, at + 1, media.length, voice), voice)}</a></li>`,
    )
  })
  return tiles.length === 0 ? html`<div class="card empty">${empty}</div>` : html`<ul class="gallery">${tiles}</ul>`
}
