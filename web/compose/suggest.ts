/** What completes what is typed: people, tags, emojis. */
import type { Account } from '../../server/accounts/schema.ts'
import type { Search } from '../../server/search/schema.ts'
import { get } from '../api/http.ts'
import type { Token } from './completion.ts'
import type { Emoji } from './emoji-data.ts'

const MOST = 6

export type Suggestion =
  | { readonly kind: 'person'; readonly key: string; readonly insert: string; readonly account: Account }
  | { readonly kind: 'tag'; readonly key: string; readonly insert: string; readonly name: string }
  | { readonly kind: 'emoji'; readonly key: string; readonly insert: string; readonly emoji: Emoji }

export async function suggestionsFor({ sign, query }: Token, signal: AbortSignal): Promise<Suggestion[]> {
  if (sign === ':') return await emojis(query)
  if (sign === '@') {
    const accounts = await get<Account[]>('/api/v1/accounts/search', { q: query, limit: MOST, resolve: false }, signal)
    return accounts.map((account) => ({ kind: 'person', key: account.id, insert: `@${account.acct}`, account }))
  }
  const found = await get<Search>('/api/v2/search', { q: `#${query}`, type: 'hashtags', limit: MOST }, signal)
  return found.hashtags.map(({ name }) => ({ kind: 'tag', key: name, insert: `#${name}`, name }))
}

async function emojis(query: string): Promise<Suggestion[]> {
  const { asEmoji, customEmojis, findEmojis, unicodeEmojis } = await import('./emoji-data.ts')
  const [custom, unicode] = await Promise.all([customEmojis().catch(() => []), unicodeEmojis()])
  const own = findEmojis(custom.map(asEmoji), query, MOST)
  const others = findEmojis(unicode, query, MOST)
  return [...own, ...others]
    .slice(0, MOST)
    .map((emoji) => ({ kind: 'emoji', key: emoji.text, insert: emoji.text, emoji }))
}
