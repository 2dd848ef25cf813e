import type { Page } from '../http/index.ts'
import type { Read } from '../storage/index.ts'

type Ids = { id: number }
type Keyed = { id: number; post_id: number }

const direction = (read: Read, page: Page) => (page.upwards ? read`asc` : read`desc`)

/**
 * The home timeline of one person, straight from the tables; the truth that the rings in memory are a cache of. Each
 * followed author gives their newest posts by the index posts_by_author, and the newest of those win. homes.ts says the
 * same rules in TypeScript. Rejected: one scan of posts joined with follows (reads every post of the network for a
 * person who follows few).
 */
export const homeIds = (read: Read, viewerId: number, page: Page) => read<Ids>`
  select p.id
    from (select followee_id as author_id, show_reblogs, languages from follows
           where follower_id = ${viewerId} and active
          union all select ${viewerId}::bigint, true, null) f
   cross join lateral (
     select p.id from posts p
      where p.author_id = f.author_id and p.deleted_at is null and p.id < ${page.below} and p.id > ${page.above}
        and (p.boost_of_id is null or f.show_reblogs)
        and (f.languages is null or p.language is null or p.language = any(f.languages))
        and (p.visibility <> 'direct' or p.author_id = ${viewerId}
             or exists (select from mentions m where m.post_id = p.id and m.account_id = ${viewerId} and m.active))
        and (p.in_reply_to_account_id is null or p.author_id = ${viewerId}
             or p.in_reply_to_account_id in (p.author_id, ${viewerId})
             or exists (select from follows x where x.follower_id = ${viewerId}
                         and x.followee_id = p.in_reply_to_account_id and x.active))
      order by p.id ${direction(read, page)} limit ${page.limit}) p
   order by p.id ${direction(read, page)} limit ${page.limit}`

export interface PublicFilter {
  readonly onlyMedia: boolean
}

/**
 * Not of somebody whom staff suspended, nor of somebody whom they limited and the viewer (0: nobody) does not follow.
 * Index: accounts_restricted, which holds these few.
 */
const notRestricted = (read: Read, viewerId: number) => read`
  not exists (select from accounts a
     where a.id = p.author_id and (a.silenced_at is not null or a.suspended_at is not null)
       and (a.suspended_at is not null or a.id <> ${viewerId} and not exists (select from follows f
             where f.follower_id = ${viewerId} and f.followee_id = a.id and f.active)))`

const withMedia = (read: Read) =>
  read`and exists (select from media m where m.post_id = p.id and m.position is not null and m.deleted_at is null)`

/** Without boosts and without replies to others, as Mastodon's public timelines are. */
export const publicIds = (read: Read, page: Page, filter: PublicFilter, viewerId = 0) => read<Ids>`
  select p.id from posts p
   where p.deleted_at is null and p.visibility = 'public' and p.boost_of_id is null
     and (p.in_reply_to_account_id is null or p.in_reply_to_account_id = p.author_id)
     and ${notRestricted(read, viewerId)}
     and p.id < ${page.below} and p.id > ${page.above} ${filter.onlyMedia ? withMedia(read) : read``}
   order by p.id ${direction(read, page)} limit ${page.limit}`

export interface TagFilter extends PublicFilter {
  readonly any: string[]
  readonly all: string[]
  readonly none: string[]
}

export const tagIds = (read: Read, page: Page, filter: TagFilter, viewerId = 0) => read<Ids>`
  select distinct p.id from post_tags t join posts p on p.id = t.post_id
   where t.tag = any(${filter.any}::text[]) and t.active and t.post_id < ${page.below} and t.post_id > ${page.above}
     and p.deleted_at is null and p.visibility = 'public' and ${notRestricted(read, viewerId)}
     and not exists (select from unnest(${filter.all}::text[]) wanted where not exists
           (select from post_tags a where a.post_id = p.id and a.tag = wanted and a.active))
     and not exists (select from post_tags n where n.post_id = p.id and n.tag = any(${filter.none}::text[])
           and n.active)
     ${filter.onlyMedia ? withMedia(read) : read``}
   order by p.id ${direction(read, page)} limit ${page.limit}`

export interface AccountFilter extends PublicFilter {
  readonly excludeReplies: boolean
  readonly excludeBoosts: boolean
  readonly tagged: string | null
}

/** What an account posted, as far as the viewer (0: nobody) may see it. */
export const accountIds = (
  read: Read,
  authorId: number,
  viewerId: number,
  page: Page,
  filter: AccountFilter,
) => read<Ids>`
  select p.id from posts p
   where p.author_id = ${authorId} and p.deleted_at is null and p.id < ${page.below} and p.id > ${page.above}
     and (p.visibility in ('public', 'unlisted') or p.author_id = ${viewerId}
          or exists (select from mentions m where m.post_id = p.id and m.account_id = ${viewerId} and m.active)
          or (p.visibility = 'private' and exists (select from follows f
               where f.follower_id = ${viewerId} and f.followee_id = p.author_id and f.active)))
     ${filter.excludeReplies ? read`and (p.in_reply_to_account_id is null or p.in_reply_to_account_id = p.author_id)` : read``}
     ${filter.excludeBoosts ? read`and p.boost_of_id is null` : read``}
     ${filter.tagged === null ? read`` : read`and exists (select from post_tags t where t.post_id = p.id and t.tag = ${filter.tagged} and t.active)`}
     ${filter.onlyMedia ? withMedia(read) : read``}
   order by p.id ${direction(read, page)} limit ${page.limit}`

/** Pinned posts, the newest pin first. */
export const pinnedIds = (read: Read, authorId: number) => read<Ids>`
  select p.id from pins b join posts p on p.id = b.post_id
   where b.account_id = ${authorId} and b.active and p.deleted_at is null order by b.id desc limit 20`

/** A person's favourites or bookmarks; `id` is the paging key. */
export const markedIds = (read: Read, set: 'favourites' | 'bookmarks', viewerId: number, page: Page) => read<Keyed>`
  select s.id, s.post_id from ${read(set)} s join posts p on p.id = s.post_id
   where s.account_id = ${viewerId} and s.active and p.deleted_at is null
     and s.id < ${page.below} and s.id > ${page.above}
   order by s.id ${direction(read, page)} limit ${page.limit}`
