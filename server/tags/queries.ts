import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

interface TagRow {
  readonly id: number
  readonly tag: string
  readonly following: boolean
  readonly featuring: boolean
  /** Seven days, the given one first. */
  readonly history: { uses: number; accounts: number }[]
}

/** One row for each of the names, in their order. @param viewerId 0 for nobody. @param today as in `2026-11-22`. */
export const tagRows = (read: Read, viewerId: number, names: string[], today: string) => read<TagRow>`
  select tweeter.tag_id(n.tag) as id, n.tag, f.id is not null as following, g.id is not null as featuring,
         (select json_agg(json_build_object('uses', coalesce(u.uses, 0), 'accounts', coalesce(u.accounts, 0))
                          order by back)
            from generate_series(0, 6) back
            left join lateral (select sum(d.uses) as uses, sum(d.accounts) as accounts from tag_day_parts d
                                where d.day = ${today}::date - back and d.tag = n.tag) u on true) as history
    from unnest(${names}::text[]) with ordinality as n (tag, place)
    left join followed_tags f on f.account_id = ${viewerId} and f.tag = n.tag and f.active
    left join featured_tags g on g.account_id = ${viewerId} and g.tag = n.tag and g.active
   order by n.place`

/** One change of what a person follows or features after the other, since they are counted. */
export const lockTags = (tx: Tx, accountId: number) => tx`
  select pg_advisory_xact_lock(hashtextextended(${`tags ${accountId}`}, 0))`

export type TagSet = 'followed_tags' | 'featured_tags'

export async function countTags(tx: Tx, set: TagSet, accountId: number): Promise<number> {
  const rows = await tx<{ count: number }>`
    select count(*)::int as count from ${tx(set)} where account_id = ${accountId} and active`
  return rows[0]!.count
}

/** @returns a row when it did not hold before. */
export const holdTag = (tx: Tx, set: TagSet, accountId: number, tag: string) => tx<{ id: number }>`
  insert into ${tx(set)} as s (account_id, tag) values (${accountId}, ${tag})
  on conflict (account_id, tag) do update set id = excluded.id, active = true where not s.active returning s.id`

/** @returns a row when it did hold. */
export const endTag = (tx: Tx, set: TagSet, accountId: number, tag: string) => tx`
  update ${tx(set)} set active = false where account_id = ${accountId} and tag = ${tag} and active returning id`

/** By the number of its row; @returns a row when it was theirs and held. */
export const endFeatured = (tx: Tx, accountId: number, id: number) => tx`
  update featured_tags set active = false where account_id = ${accountId} and id = ${id} and active returning id`

export const endTagsOf = (tx: Tx, set: TagSet, accountId: number) => tx`
  update ${tx(set)} set active = false where account_id = ${accountId} and active`

/** The names (normalised) of the tags that a person follows. */
export async function followedTagsOf(read: Read, accountId: number): Promise<string[]> {
  const rows = await read<{ tag: string }>`select tag from followed_tags where account_id = ${accountId} and active`
  return rows.map((row) => row.tag)
}

/** The tags that a person follows, in the order of the page's direction; `id` is the paging key. */
export const followedPage = (read: Read, accountId: number, page: Page) => read<{ id: number; tag: string }>`
  select id, tag from followed_tags
   where account_id = ${accountId} and active and id < ${page.below} and id > ${page.above}
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

interface FeaturedRow {
  readonly id: number
  readonly tag: string
  readonly posts: number
  readonly last_posted_at: Date | null
}

/** The tags that a person features, the most used first. */
export const featuredRows = (read: Read, accountId: number) => read<FeaturedRow>`
  select g.id, g.tag, coalesce(a.posts, 0) as posts, p.created_at as last_posted_at
    from featured_tags g
    left join account_tags a on a.account_id = g.account_id and a.tag = g.tag
    left join posts p on p.id = a.last_post_id
   where g.account_id = ${accountId} and g.active
   order by posts desc, g.tag`

/** What a person uses most and does not feature. */
export async function mostUsed(read: Read, accountId: number, most: number): Promise<string[]> {
  const rows = await read<{ tag: string }>`
    select a.tag from account_tags a
     where a.account_id = ${accountId} and a.posts > 0
       and not exists (select from featured_tags g where g.account_id = a.account_id and g.tag = a.tag and g.active)
     order by a.posts desc, a.tag limit ${most}`
  return rows.map((row) => row.tag)
}

/** @param before as in `2026-11-22`. */
export async function purgeDays(tx: Tx, before: string): Promise<void> {
  await tx`delete from tag_day_accounts where day < ${before}::date`
  await tx`delete from tag_day_parts where day < ${before}::date`
}
