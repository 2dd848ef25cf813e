import type { App } from '../app.ts'
import { type Notification, notificationTitle } from '../notifications/index.ts'
import { plainText } from '../posts/index.ts'

/** What an app gets to show; by Mastodon's names. */
export interface Message {
  /**
   * Always empty. Mastodon puts the token itself here; we keep only its hash. An app knows which account it subscribed
   * by the subscription, and reads the notification with the token that it has.
   */
  readonly access_token: ''
  readonly preferred_locale: string
  /** A number, as in Mastodon. */
  readonly notification_id: number
  readonly notification_type: string
  readonly icon: string
  readonly title: string
  readonly body: string
}

/** Encrypted, with what encryption adds, a message must fit a record of 4,096 bytes (RFC 8291, section 4). */
const MOST_BYTES = 3000
/** For a push service that takes less. */
const FEW_BYTES = 1000

/** @param short for a service that found the whole too large. @returns JSON. */
export function messageFor(app: App, shown: Notification, locale: string, short = false): string {
  const message: Message = {
    access_token: '',
    preferred_locale: locale,
    notification_id: Number(shown.id),
    notification_type: shown.type,
    icon: shown.account.avatar_static,
    title: notificationTitle(shown.type, shown.account) ?? app.config.name,
    body: bodyOf(shown),
  }
  return fitted(message, short ? FEW_BYTES : MOST_BYTES)
}

/** What was said (behind a content warning only that; to or by moderators), or what somebody new says of themselves. */
function bodyOf({ type, status, account, report, moderation_warning, collection }: Notification): string {
  if (status) return (status.spoiler_text || plainText(status.content)).trim()
  if (collection) return collection.name
  if (report || moderation_warning) return (report?.comment ?? moderation_warning?.text ?? '').trim()
  return ['follow', 'follow_request', 'admin.sign_up'].includes(type) ? plainText(account.note).trim() : ''
}

function fitted(message: Message, mostBytes: number): string {
  const characters = [...message.body].slice(0, 1000)
  let body = message.body
  for (;;) {
    const json = JSON.stringify({ ...message, body })
    if (Buffer.byteLength(json) <= mostBytes || characters.length === 0) return json
    characters.length = Math.floor(characters.length * 0.8)
    body = characters.length > 0 ? `${characters.join('')}…` : ''
  }
}
