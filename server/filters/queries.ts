import type { Read } from '../storage/index.ts'
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
