import type { Page } from '../http/index.ts'
import type { Read } from '../storage/index.ts'

type Ids = { id: number }
type Keyed = { id: number; post_id: number }

const direction = (read: Read, page: Page) => (page.upwards ? read`asc` : read`desc`)

interface WishRow {
  readonly kind: 'follow' | 'tag' | 'excluded'
  /** Of an account, for a follow and who is excluded. */
  readonly id: number
  readonly tag: string
  readonly show_reblogs: boolean
  readonly languages: string[] | null
}

/** What decides about a home: follows, followed hashtags, and who is in an exclusive list (never the person). */
export const wishRows = (read: Read, accountId: number) => read<WishRow>`
  select 'follow' as kind, followee_id as id, null::text as tag, show_reblogs, languages
    from follows where follower_id = ${accountId} and active
  union all
  select 'tag', null, tag, null, null from followed_tags where account_id = ${accountId} and active
  union all
  select 'excluded', m.account_id, null, null, null
    from lists l join list_accounts m on m.list_id = l.id and m.active
   where l.account_id = ${accountId} and l.exclusive and l.deleted_at is null and m.account_id <> ${accountId}`

/**
 * The home timeline of one person, straight from the tables; the truth that the rings in memory are a cache of. Each
 * followed author gives their newest posts by the index posts_by_author, each followed hashtag its newest by the key of
 * post_tags, and the newest of those win. Whoever is in an exclusive list is left out. wants.ts says the same rules in
 * TypeScript. Rejected: one scan of posts joined with follows (reads every post of the network for a person who follows
 * few).
 */
export const homeIds = (read: Read, viewerId: number, page: Page) => read<Ids>`
  with excluded as materialized (
    select m.account_id from lists l join list_accounts m on m.list_id = l.id and m.active
     where l.account_id = ${viewerId} and l.exclusive and l.deleted_at is null and m.account_id <> ${viewerId}
  )
  select p.id
    from (select followee_id as author_id, show_reblogs, languages from follows
           where follower_id = ${viewerId} and active and followee_id not in (select account_id from excluded)
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
  union
  select t.post_id
    from followed_tags f
   cross join lateral (
     select t.post_id from post_tags t join posts p on p.id = t.post_id
      where t.tag = f.tag and t.active and t.post_id < ${page.below} and t.post_id > ${page.above}
        and p.deleted_at is null and p.visibility = 'public' and p.boost_of_id is null
        and p.author_id not in (select account_id from excluded)
      order by t.post_id ${direction(read, page)} limit ${page.limit}) t
   where f.account_id = ${viewerId} and f.active
   order by id ${direction(read, page)} limit ${page.limit}`

/**
 * Whether a post `p` of a member of the list `l`, whom its owner follows by `f` (or who is the owner), belongs into it;
 * as Mastodon has it: what the follow wants, no direct posts, and of replies to others those to the owner and those that
 * the list's policy names.
 */
const inList = (read: Read) => read`
  p.visibility <> 'direct' and (p.author_id = l.account_id or f.id is not null)
  and (p.boost_of_id is null or coalesce(f.show_reblogs, true))
  and (f.languages is null or p.language is null or p.language = any(f.languages))
  and (p.in_reply_to_account_id is null or p.in_reply_to_account_id in (p.author_id, l.account_id)
       or (l.replies_policy = 'followed' and exists (select from follows x
             where x.follower_id = l.account_id and x.followee_id = p.in_reply_to_account_id and x.active))
       or (l.replies_policy = 'list' and exists (select from list_accounts x
             where x.list_id = l.id and x.account_id = p.in_reply_to_account_id and x.active)))`

/** What the people in a list posted, in the manner of homeIds. */
export const listIds = (read: Read, listId: number, page: Page) => read<Ids>`
  select p.id
    from lists l
    join list_accounts m on m.list_id = l.id and m.active
    left join follows f on f.follower_id = l.account_id and f.followee_id = m.account_id and f.active
   cross join lateral (
     select p.id from posts p
      where p.author_id = m.account_id and p.deleted_at is null and p.id < ${page.below} and p.id > ${page.above}
        and ${inList(read)}
      order by p.id ${direction(read, page)} limit ${page.limit}) p
   where l.id = ${listId} and l.deleted_at is null
   order by p.id ${direction(read, page)} limit ${page.limit}`

/** Which of these posts (deleted ones too) belong into which of these lists, by the same rules. */
export const listsOfPosts = (read: Read, postIds: number[], listIds: number[]) => read<{
  post_id: number
  list_id: number
}>`
  select p.id as post_id, l.id as list_id
    from posts p
    join list_accounts m on m.account_id = p.author_id and m.active and m.list_id = any(${listIds}::bigint[])
    join lists l on l.id = m.list_id and l.deleted_at is null
    left join follows f on f.follower_id = l.account_id and f.followee_id = m.account_id and f.active
   where p.id = any(${postIds}::bigint[]) and ${inList(read)}`

/** Direct posts from and to somebody. Indexes: posts_direct_by_author, mentions_by_account. */
export const directIds = (read: Read, viewerId: number, page: Page) => read<Ids>`
  (select p.id from posts p
    where p.author_id = ${viewerId} and p.visibility = 'direct' and p.deleted_at is null
      and p.id < ${page.below} and p.id > ${page.above}
    order by p.id ${direction(read, page)} limit ${page.limit})
  union
  (select m.post_id from mentions m join posts p on p.id = m.post_id
    where m.account_id = ${viewerId} and m.active and m.post_id < ${page.below} and m.post_id > ${page.above}
      and p.visibility = 'direct' and p.deleted_at is null
    order by m.post_id ${direction(read, page)} limit ${page.limit})
  order by id ${direction(read, page)} limit ${page.limit}`

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
