/** A person as HTML. The shape is the part of Mastodon's Account that pages use. */
import { portrait } from '../http/index.ts'
import { type Content, type Html, html, safeUrl } from '../kit/index.ts'
import { type ShownEmoji, withEmojis } from './emojis.ts'

export interface ShownAccount {
  readonly id: string
  /** `alice` here, `alice@elsewhere.example` from elsewhere. */
  readonly acct: string
  readonly display_name: string
  readonly url: string
  readonly avatar: string
  readonly emojis?: readonly ShownEmoji[]
  /** Asks search engines to stay away. */
  readonly noindex?: boolean | null
}

/** As text, for titles and labels. */
export const nameOf = (account: ShownAccount): string => account.display_name.trim() || account.acct

/** With custom emojis as pictures. */
export const shownName = (account: ShownAccount): Content => withEmojis(nameOf(account), account.emojis)

/** Picture, name and handle, leading to the profile. */
export function person(account: ShownAccount): Html {
  const { avatar, url, acct } = account
  return html`<div><a class="person" href="${safeUrl(url) ?? '/'}">${portrait({ name: nameOf(account), avatar })}
<div><span class="name"><bdi>${shownName(account)}</bdi></span><span class="acct"><bdi dir="ltr">@${acct}</bdi></span></div></a></div>`
}
