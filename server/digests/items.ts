import type { App } from '../app.ts'
import type { Notification } from '../notifications/index.ts'
import { plainText, type Status } from '../posts/index.ts'
import type { KindName } from './kinds.ts'
import type { Item } from './letters.ts'

const WORDS = 500

/** A notification together with its kind. */
export interface Sorted {
  readonly kind: KindName
  readonly notification: Notification
}

const did: Record<Exclude<KindName, 'poll' | 'moderation'>, string> = {
  mention: 'mentioned you',
  reply: 'replied to you',
  direct: 'wrote to you in private',
  follow: 'follows you',
  follow_request: 'asks to follow you',
  quote: 'quoted you',
  favourite: 'likes your post',
  boost: 'boosted your post',
  post: 'has posted',
  edit: 'has edited a post that you boosted',
  administration: 'is somebody to look after',
}

export function itemOf(app: App, { kind, notification }: Sorted): Item {
  const { account, status } = notification
  const who = `${account.display_name || account.username} (@${account.acct})`
  if (kind === 'moderation') return { line: 'The moderators have a message for you', link: app.config.url, words: null }
  if (kind === 'poll') {
    return {
      line: 'A poll that you made or voted in has ended',
      link: status?.url ?? account.url,
      words: status ? wordsOf(status) : null,
    }
  }
  const line = notification.type === 'admin.report' ? `${who} has reported somebody` : `${who} ${did[kind]}`
  const own = kind === 'favourite' || kind === 'boost'
  return { line, link: status?.url ?? account.url, words: status && !own ? wordsOf(status) : null }
}

export const postItem = (post: Status): Item => ({
  line: `${post.account.display_name || post.account.username} (@${post.account.acct})`,
  link: post.url,
  words: wordsOf(post),
})

/**
 * What a mail may say of a post. Mails are read by more than their recipients (providers, previews on locked screens), so
 * what is not for everybody stays on the network, as does what their filters cover, and a warning stands for its post.
 */
function wordsOf({ visibility, spoiler_text, content, media_attachments, filtered }: Status): string | null {
  if ((visibility !== 'public' && visibility !== 'unlisted') || (filtered && filtered.length > 0)) return null
  if (spoiler_text) return `[${spoiler_text}]`
  const text = plainText(content).trim()
  const media = media_attachments.length
  const words = text || (media > 0 ? `[${media === 1 ? 'a picture or video' : `${media} pictures or videos`}]` : '')
  return words.length > WORDS ? `${words.slice(0, WORDS - 1).toWellFormed()}…` : words
}
