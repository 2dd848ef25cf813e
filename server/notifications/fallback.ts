import type { Account } from '../accounts/index.ts'
import type { Fallback, SupportedQuery } from './schema.ts'
import type { Subject } from './subjects.ts'
import type { NotificationType } from './types.ts'

const titles: Record<NotificationType, (name: string) => string> = {
  mention: (name) => `${name} mentioned you`,
  status: (name) => `${name} posted`,
  reblog: (name) => `${name} boosted your post`,
  follow: (name) => `${name} follows you`,
  follow_request: (name) => `${name} asks to follow you`,
  favourite: (name) => `${name} favourited your post`,
  poll: (name) => `A poll by ${name} has ended`,
  update: (name) => `${name} edited a post`,
  quote: (name) => `${name} quoted your post`,
  quoted_update: (name) => `${name} edited a post that you quoted`,
  'admin.sign_up': (name) => `${name} signed up`,
  'admin.report': (name) => `${name} filed a report`,
  moderation_warning: () => 'You have received a moderation warning',
  severed_relationships: () => 'You have lost some connections',
  added_to_collection: (name) => `${name} added you to a collection`,
  collection_update: (name) => `${name} changed a collection that you are in`,
}

/** A notification in a sentence. @returns null for a type that is not known here. */
export const titleOf = (type: string, { display_name, acct }: Pick<Account, 'display_name' | 'acct'>) =>
  titles[type as NotificationType]?.([...(display_name || `@${acct}`)].slice(0, 100).join('')) ?? null

/** Those that apps knew before Mastodon had fallbacks; they say of themselves how they show them. */
const KNOWN_TO_ALL: readonly string[] = [
  'mention',
  'status',
  'reblog',
  'follow',
  'follow_request',
  'favourite',
  'poll',
  'update',
]

const SUMMARY = 'This app does not know this kind of notification. Sign in with a browser to see all of it.'

/** The field of a notification for an app that names the types it knows, and not this one. */
export function fallbackOf(
  { supported_types }: SupportedQuery,
  { type, account, subject }: { type: string; account: Account; subject: Subject },
): { fallback?: Fallback } {
  if (!supported_types || supported_types.includes(type) || KNOWN_TO_ALL.includes(type)) return {}
  const title = titleOf(type, account)
  return title === null ? {} : { fallback: { title, details: detailsOf(subject), summary: SUMMARY } }
}

function detailsOf({ report, moderation_warning, collection }: Subject): string | null {
  if (collection) return [collection.name, collection.description].filter((text) => text !== '').join('\n\n')
  return report?.comment || moderation_warning?.text || null
}
