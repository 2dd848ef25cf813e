/** A person's public page. */
import { icon, mark, noIndex, type PageFrame, page, portrait } from '../http/index.ts'
import { type Html, html, raw, safeUrl } from '../kit/index.ts'
import { rings } from './landing.ts'
import { plainText, sharingTags } from './sharing.ts'
import { type Formats, formats, nameOf, pager, postList, type ShownAccount, type ShownPost } from './views.ts'

export interface ShownProfile extends ShownAccount {
  /** Trusted HTML. */
  readonly note: string
  readonly header: string
  /** `value` is trusted HTML. */
  readonly fields: readonly { readonly name: string; readonly value: string; readonly verified_at: string | null }[]
  readonly locked: boolean
  readonly bot: boolean
  /** Asks search engines to stay away. */
  readonly noindex?: boolean | null
  readonly followers_count: number
  readonly following_count: number
  readonly statuses_count: number
  readonly created_at: string
}

export interface ProfileProps extends PageFrame {
  readonly account: ShownProfile
  readonly posts: readonly ShownPost[]
  /** Addresses of the neighbouring pages of posts. */
  readonly newer?: string | null
  readonly older?: string | null
}

/** GET /@:username */
export function profilePage(props: ProfileProps): string {
  const { account, posts, network } = props
  const format = formats(props.locale)
  const name = nameOf(account)
  const handle = account.acct.includes('@') ? account.acct : `${account.acct}@${new URL(network.url).host}`
  const body = html`<div class="column">
${profileCard(account, handle, format)}
<h2 class="unseen">Posts</h2>
${postList(posts, format, html`${mark()}<p>${name} has not posted anything public yet.</p>`)}
${pager(props)}
</div>`
  const head = html`${account.noindex && noIndex}${sharingTags({
    siteName: network.name,
    type: 'profile',
    title: `${name} (@${handle})`,
    description: plainText(account.note) || `${name} on ${network.name}`,
    url: account.url,
    alternate: `${network.url}/api/v1/accounts/${account.id}/statuses`,
    image: { url: account.avatar, alt: `${name}’s picture` },
  })}`
  return page({ ...props, title: `${name} (@${handle})`, head, body })
}

function profileCard(account: ShownProfile, handle: string, format: Formats): Html {
  const name = nameOf(account)
  const header = safeUrl(account.header)
  return html`<section class="card profile" aria-label="About ${name}">
<div class="banner">${header ? html`<img src="${header}" alt="" decoding="async">` : rings()}</div>
<div>${portrait({ name, avatar: account.avatar, size: 'huge' })}
<h1><bdi>${name}</bdi></h1>
<p class="acct">@${handle}</p>
${(account.bot || account.locked) && html`<p>${account.bot && html`<span class="badge">Automated</span> `}${account.locked && html`<span class="badge">Approves followers</span>`}</p>`}
${account.note && html`<div class="bio" dir="auto">${raw(account.note)}</div>`}
${account.fields.length > 0 && html`<dl class="facts">${account.fields.map(fact)}</dl>`}
<ul class="counts">
${figure(account.statuses_count, 'post', 'posts', format)}
${figure(account.following_count, 'following', 'following', format)}
${figure(account.followers_count, 'follower', 'followers', format)}
<li>Joined ${format.day(account.created_at)}</li>
</ul></div>
</section>`
}

function fact({ name, value, verified_at }: ShownProfile['fields'][number]): Html {
  const proof = html`${icon('check')}<span class="unseen">Confirmed: </span>`
  return html`<div${verified_at && raw(' class="proven"')}><dt dir="auto">${name}</dt><dd dir="auto">${verified_at && proof}${raw(value)}</dd></div>`
}

function figure(value: number, one: string, many: string, format: Formats): Html {
  return html`<li><span><strong>${format.count(value)}</strong> ${value === 1 ? one : many}</span></li>`
}
