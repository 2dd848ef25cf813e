import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'

/** The sets of a person: favourites, bookmarks, pins. @returns a row when it was not there before. */
export const addTo = (tx: Tx, set: 'favourites' | 'bookmarks' | 'pins', accountId: number, postId: number) => tx`
  insert into ${tx(set)} as s (account_id, post_id) values (${accountId}, ${postId})
  on conflict (account_id, post_id) do update set active = true, id = excluded.id where not s.active returning s.id`

export const removeFrom = (tx: Tx, set: 'favourites' | 'bookmarks' | 'pins', accountId: number, postId: number) => tx`
  update ${tx(set)} set active = false where account_id = ${accountId} and post_id = ${postId} and active returning id`

/** One change of a person's pins after the other, since they are counted. */
export const lockPins = (tx: Tx, accountId: number) => tx`
  select pg_advisory_xact_lock(hashtextextended(${`pins ${accountId}`}, 0))`

export const countPins = (tx: Tx, accountId: number) => tx<{ count: number }>`
  select count(*)::int as count from pins b join posts p on p.id = b.post_id
   where b.account_id = ${accountId} and b.active and p.deleted_at is null`

export const setConversationMute = (tx: Tx, accountId: number, conversationId: number, active: boolean) => tx`
  insert into conversation_mutes (account_id, conversation_id, active) values (${accountId}, ${conversationId}, ${active})
  on conflict (account_id, conversation_id) do update set active = excluded.active`

/**
 * Who favourited or boosted a post, in the order of the page's direction; `id` is the paging key. A boost is a post: one
 * for followers only is not told of.
 */
export const reactors = (read: Read, set: 'favourites' | 'boosts', postId: number, page: Page) => read<{
  id: number
  account_id: number
}>`
  select s.id, s.account_id from ${read(set)} s
   where s.post_id = ${postId} and s.active and s.id < ${page.below} and s.id > ${page.above}
     ${set === 'favourites' ? read`` : read`and (select p.visibility from posts p where p.id = s.id) in ('public', 'unlisted')`}
   order by s.id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

/** Takes back some of a person's favourites; @returns which. Index: favourites_by_account. */
export const endFavourites = (tx: Tx, accountId: number, limit: number) => tx<{ post_id: number; author_id: number }>`
  update favourites f set active = false
    from posts p
   where p.id = f.post_id and f.account_id = ${accountId} and f.active
     and f.post_id in (select post_id from favourites
                        where account_id = ${accountId} and active order by id desc limit ${limit})
  returning f.post_id, p.author_id`
