import type { Read, Tx } from '../storage/index.ts'
import type { FilterAction, FilterContext } from './schema.ts'

export interface FilterRow {
  readonly id: number
  readonly account_id: number
  readonly title: string
  readonly contexts: FilterContext[]
  readonly action: FilterAction
  readonly expires_at: Date | null
  readonly keywords: { id: number; keyword: string; whole_word: boolean }[]
  readonly posts: { id: number; post_id: number }[]
}

/** All filters of these people with what they hold, ended ones too, the newest first. */
export const filtersOf = (read: Read, accountIds: number[]) => read<FilterRow>`
  select f.id, f.account_id, f.title, f.contexts, f.action, f.expires_at,
         coalesce((select json_agg(json_build_object('id', k.id, 'keyword', k.keyword, 'whole_word', k.whole_word)
                                   order by k.id)
                     from filter_keywords k where k.filter_id = f.id and k.active), '[]') as keywords,
         coalesce((select json_agg(json_build_object('id', p.id, 'post_id', p.post_id) order by p.id)
                     from filter_posts p where p.filter_id = f.id and p.active), '[]') as posts
    from filters f where f.account_id = any(${accountIds}::bigint[]) and f.active order by f.id desc`

/** One change of a person's filters after the other, since they are counted. */
export const lockFilters = (tx: Tx, accountId: number) => tx`
  select pg_advisory_xact_lock(hashtextextended(${`filters ${accountId}`}, 0))`

export interface FilterFields {
  readonly title: string
  readonly contexts: string[]
  readonly action: string
  readonly expires_at: Date | null
}

export const insertFilter = (tx: Tx, accountId: number, filter: FilterFields) => tx<{ id: number }>`
  insert into filters (account_id, title, contexts, action, expires_at)
  values (${accountId}, ${filter.title}, ${filter.contexts}::text[], ${filter.action}, ${filter.expires_at})
  returning id`

export const updateFilter = (tx: Tx, id: number, filter: FilterFields) => tx`
  update filters set title = ${filter.title}, contexts = ${filter.contexts}::text[], action = ${filter.action},
                     expires_at = ${filter.expires_at}
   where id = ${id}`

export const removeFilter = (tx: Tx, id: number) => tx`update filters set active = false where id = ${id}`

export const insertKeyword = (tx: Tx, filterId: number, keyword: string, wholeWord: boolean) => tx<{ id: number }>`
  insert into filter_keywords (filter_id, keyword, whole_word) values (${filterId}, ${keyword}, ${wholeWord})
  returning id`

export const updateKeyword = (tx: Tx, id: number, keyword: string, wholeWord: boolean) => tx`
  update filter_keywords set keyword = ${keyword}, whole_word = ${wholeWord} where id = ${id}`

export const removeKeyword = (tx: Tx, id: number) => tx`update filter_keywords set active = false where id = ${id}`

export const insertPost = (tx: Tx, filterId: number, postId: number) => tx<{ id: number }>`
  insert into filter_posts (filter_id, post_id) values (${filterId}, ${postId}) returning id`

export const removePost = (tx: Tx, id: number) => tx`update filter_posts set active = false where id = ${id}`
