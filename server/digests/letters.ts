/** What the mails about notifications and the digests say. */
import { type Html, html } from '../kit/index.ts'
import { button, template } from '../mail/index.ts'

/** Something that happened, or a post. */
export interface Item {
  /** `Bob (@bob) mentioned you` */
  readonly line: string
  readonly link: string
  /** What was written; null when a mail is no place for it. */
  readonly words: string | null
}

interface Letter {
  readonly network: string
  readonly username: string
  readonly settings: string
  readonly unsubscribe: string
  readonly home: string
}

export interface News extends Letter {
  /** At most a handful, the newest first. */
  readonly items: readonly Item[]
  /** How many more there are. */
  readonly more: number
}

export interface Missed extends Letter {
  readonly period: 'day' | 'week'
  readonly mentions: readonly Item[]
  readonly moreMentions: number
  readonly newFollowers: number
  /** `12 likes, 3 boosts` */
  readonly others: string
  readonly posts: readonly Item[]
}

const textItem = ({ line, link, words }: Item): string =>
  `* ${line}${words === null ? '' : `:\n${words.replaceAll(/^/gm, '  > ')}`}\n  ${link}`
const textList = (items: readonly Item[]): string => items.map(textItem).join('\n\n')

const htmlItem = ({ line, link, words }: Item): Html => html`<li style="margin:0 0 16px">
<a href="${link}" style="color:#2f56d6">${line}</a>
${words !== null && html`<blockquote style="margin:6px 0 0;padding:0 0 0 12px;border-left:3px solid #9aa3b2;white-space:pre-line">${words}</blockquote>`}
</li>`
const htmlList = (items: readonly Item[]): Html =>
  html`<ul style="margin:0;padding:0 0 0 20px">${items.map(htmlItem)}</ul>`

const heading = (words: string): Html => html`<h2 style="font-size:17px;margin:24px 0 12px">${words}</h2>`

const textFoot = ({ network, username, settings, unsubscribe }: Letter): string =>
  `This mail is for @${username} on ${network}.
What you get by mail: ${settings}
No more of these: ${unsubscribe}`
const htmlFoot = ({ network, username, settings, unsubscribe }: Letter): Html =>
  html`<p class="quiet" style="font-size:13px;color:#5d6575;margin:24px 0 0">This mail is for @${username} on ${network}.
<a href="${settings}" style="color:#5d6575">What you get by mail</a>, or
<a href="${unsubscribe}" style="color:#5d6575">no more of these</a>.</p>`

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
const andMore = (more: number): string => `And ${more} more.`

export const newsMail = template<News>(
  'digests.notifications',
  ({ network, items, more }) =>
    items.length + more === 1 ? items[0]!.line : `${plural(items.length + more, 'notification')} on ${network}`,
  (news) => `${textList(news.items)}
${news.more > 0 ? `\n${andMore(news.more)}\n` : ''}
${news.home}

${textFoot(news)}`,
  (news) => html`${htmlList(news.items)}
${news.more > 0 && html`<p>${andMore(news.more)}</p>`}
${button(`Open ${news.network}`, news.home)}
${htmlFoot(news)}`,
)

const followersLine = (count: number): string => `${plural(count, 'person', 'people')} began to follow you.`

export const digestMail = template<Missed>(
  'digests.digest',
  ({ network, period }) => `Your ${period} on ${network}`,
  (missed) =>
    [
      `What you have missed on ${missed.network}:`,
      missed.mentions.length > 0 && `MENTIONS\n\n${textList(missed.mentions)}`,
      missed.moreMentions > 0 && andMore(missed.moreMentions),
      missed.newFollowers > 0 && followersLine(missed.newFollowers),
      missed.others,
      missed.posts.length > 0 && `POSTS BY PEOPLE YOU FOLLOW\n\n${textList(missed.posts)}`,
      missed.home,
      textFoot(missed),
    ]
      .filter(Boolean)
      .join('\n\n'),
  (missed) => html`<p style="margin:0">What you have missed on ${missed.network}:</p>
${missed.mentions.length > 0 && html`${heading('Mentions')}${htmlList(missed.mentions)}`}
${missed.moreMentions > 0 && html`<p>${andMore(missed.moreMentions)}</p>`}
${missed.newFollowers > 0 && html`<p>${followersLine(missed.newFollowers)}</p>`}
${missed.others && html`<p>${missed.others}</p>`}
${missed.posts.length > 0 && html`${heading('Posts by people you follow')}${htmlList(missed.posts)}`}
${button(`Open ${missed.network}`, missed.home)}
${htmlFoot(missed)}`,
)
