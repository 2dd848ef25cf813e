import type { Visibility } from '../accounts/index.ts'
import type { Read, Tx } from '../storage/index.ts'

/** Who may quote a post without asking. */
export type QuotePolicy = 'public' | 'followers' | 'nobody'
/** Who may reply: everyone, the author's followers, whom the author follows, or only who is mentioned. */
export type ReplyPolicy = 'everyone' | 'followers' | 'following' | 'mentioned'

export interface PostRow {
  readonly id: number
  readonly author_id: number
  readonly boost_of_id: number | null
  readonly in_reply_to_id: number | null
  readonly in_reply_to_account_id: number | null
  readonly conversation_id: number
  readonly visibility: Visibility
  readonly sensitive: boolean
  readonly spoiler_text: string
  readonly text: string
  readonly content: string
  readonly language: string | null
  readonly created_at: Date
  readonly edited_at: Date | null
  readonly author: string
  /** Staff limited its author. */
  readonly limited: boolean
  readonly app_name: string | null
  readonly app_website: string | null
  readonly quote_of_id: number | null
  readonly quote_revoked: boolean
  readonly quote_policy: QuotePolicy
  readonly reply_policy: ReplyPolicy
  /** The link whose preview is shown. */
  readonly card_url: string | null
  readonly poll: PollRow | null
  readonly mentions: { id: number; username: string }[]
  readonly tags: { tag: string; name: string }[]
}

export interface PollRow {
  readonly options: string[]
  readonly multiple: boolean
  readonly hide_totals: boolean
  /** Milliseconds since 1970. */
  readonly expires_at_ms: number
  readonly round: number
}

/** Posts that are not deleted, with all that belongs to them but media and counters. */
export const postRows = (read: Read, ids: number[]) => read<PostRow>`
  select p.id, p.author_id, p.boost_of_id, p.in_reply_to_id, p.in_reply_to_account_id, p.conversation_id, p.visibility,
         p.sensitive or a.sensitized_at is not null as sensitive, p.spoiler_text, p.text, p.content, p.language, p.created_at, p.edited_at, a.username as author,
         a.silenced_at is not null as limited, p.quote_of_id, p.quote_revoked_at is not null as quote_revoked, p.quote_policy, p.reply_policy, p.card_url,
         (select json_build_object('options', q.options, 'multiple', q.multiple, 'hide_totals', q.hide_totals,
                                   'expires_at_ms', floor(extract(epoch from q.expires_at) * 1000), 'round', q.round)
            from polls q where q.post_id = p.id and q.active) as poll,
         o.name as app_name, o.website as app_website,
         coalesce((select json_agg(json_build_object('id', m.account_id, 'username', ma.username) order by m.account_id)
                     from mentions m join accounts ma on ma.id = m.account_id
                    where m.post_id = p.id and m.active), '[]') as mentions,
         coalesce((select json_agg(json_build_object('tag', t.tag, 'name', t.name) order by t.tag)
                     from post_tags t where t.post_id = p.id and t.active), '[]') as tags
    from posts p
    join accounts a on a.id = p.author_id
    left join oauth_apps o on o.id = p.app_id
   where p.id = any(${ids}::bigint[]) and p.deleted_at is null`

export interface StatsRow {
  readonly post_id: number
  readonly replies: number
  readonly boosts: number
  readonly favourites: number
  readonly quotes: number
  /** Of its poll, by place of the option; null without one. */
  readonly votes: number[] | null
  readonly voters: number | null
}

export const statsRows = (read: Read, ids: number[]) => read<StatsRow>`
  select id as post_id, coalesce(replies, 0) as replies, coalesce(boosts, 0) as boosts,
         coalesce(favourites, 0) as favourites, coalesce(quotes, 0) as quotes, q.votes, q.voters
    from unnest(${ids}::bigint[]) id left join post_stats s on s.post_id = id left join poll_stats q on q.post_id = id`

export interface FlagsRow {
  readonly id: number
  readonly sees: boolean
  readonly favourited: boolean
  readonly boosted: boolean
  readonly bookmarked: boolean
  readonly pinned: boolean
  readonly muted: boolean
  readonly follows_author: boolean
  readonly may_reply: boolean
  /** What they voted for in its poll, and in which round; null when they have not. */
  readonly choices: number[] | null
  readonly voted_in: number | null
}

/** What these posts are to this viewer, and whether they may be seen at all (blocks are looked at elsewhere). */
export const flagsRows = (read: Read, viewerId: number, ids: number[]) => read<FlagsRow>`
  select p.id,
         (p.visibility in ('public', 'unlisted') or p.author_id = ${viewerId}
          or exists (select from mentions m where m.post_id = p.id and m.account_id = ${viewerId} and m.active)
          or (p.visibility = 'private' and exists (select from follows f
               where f.follower_id = ${viewerId} and f.followee_id = p.author_id and f.active))) as sees,
         exists (select from favourites f
                  where f.account_id = ${viewerId} and f.post_id = p.id and f.active) as favourited,
         exists (select from boosts b where b.account_id = ${viewerId} and b.post_id = p.id and b.active) as boosted,
         exists (select from bookmarks b
                  where b.account_id = ${viewerId} and b.post_id = p.id and b.active) as bookmarked,
         exists (select from pins b where b.account_id = ${viewerId} and b.post_id = p.id and b.active) as pinned,
         exists (select from conversation_mutes c where c.account_id = ${viewerId}
                  and c.conversation_id = p.conversation_id and c.active) as muted,
         exists (select from follows f
                  where f.follower_id = ${viewerId} and f.followee_id = p.author_id and f.active) as follows_author,
         tweeter.may_reply(p.reply_policy, p.author_id, p.id, ${viewerId})
           and coalesce((select tweeter.may_reply(r.reply_policy, r.author_id, r.id, ${viewerId}) from posts r
                          where r.id = p.conversation_id and r.id <> p.id and r.deleted_at is null), true) as may_reply,
         v.choices, v.round as voted_in
    from posts p left join poll_votes v on v.post_id = p.id and v.account_id = ${viewerId} where p.id = any(${ids}::bigint[])`

export interface NewPost {
  readonly author_id: number
  readonly boost_of_id: number | null
  readonly in_reply_to_id: number | null
  readonly in_reply_to_account_id: number | null
  /** null: the post begins a conversation. */
  readonly conversation_id: number | null
  readonly visibility: Visibility
  readonly sensitive: boolean
  readonly spoiler_text: string
  readonly text: string
  readonly content: string
  readonly language: string | null
  readonly quote_of_id: number | null
  readonly quote_policy: QuotePolicy
  readonly reply_policy: ReplyPolicy
  readonly card_url: string | null
  readonly app_id: number | null
  readonly created_at: Date
  /** An import: the id is made for `created_at`, not for now. */
  readonly imported: boolean
  readonly mentions: number[]
  readonly tags: { tag: string; name: string }[]
}

export interface MadePost {
  readonly id: number
  readonly conversation_id: number
  readonly author: string
  readonly limited: boolean
  readonly app_name: string | null
  readonly app_website: string | null
}

/** The post with its mentions and tags in one statement; it answers what PostRow has beside what was given. */
export const insertPost = (tx: Tx, post: NewPost) => tx<MadePost>`
  with made as (
    select case when ${post.imported} then tweeter.id_at(${post.created_at}) else tweeter.next_id() end as id
  ), post as (
    insert into posts (id, author_id, boost_of_id, in_reply_to_id, in_reply_to_account_id, conversation_id, visibility,
                       sensitive, spoiler_text, text, content, language, quote_of_id, quote_policy, reply_policy,
                       card_url, app_id, created_at)
    select id, ${post.author_id}, ${post.boost_of_id}, ${post.in_reply_to_id}, ${post.in_reply_to_account_id},
           coalesce(${post.conversation_id}, id), ${post.visibility}, ${post.sensitive}, ${post.spoiler_text},
           ${post.text}, ${post.content}, ${post.language}, ${post.quote_of_id}, ${post.quote_policy},
           ${post.reply_policy}, ${post.card_url}, ${post.app_id}, ${post.created_at} from made
    returning id, conversation_id
  ), mentioned as (
    insert into mentions (post_id, account_id) select id, unnest(${post.mentions}::bigint[]) from post
  ), tagged as (
    insert into post_tags (tag, name, post_id)
    select tag, name, id from post, unnest(${post.tags.map((one) => one.tag)}::text[],
                                           ${post.tags.map((one) => one.name)}::text[]) as t (tag, name)
  )
  select post.id, post.conversation_id, a.username as author, a.silenced_at is not null as limited,
         o.name as app_name, o.website as app_website
    from post join accounts a on a.id = ${post.author_id} left join oauth_apps o on o.id = ${post.app_id}`

/** @returns the post that this key already made, or null when it is now ours. Waits for one under way. */
export const claimIdempotencyKey = async (tx: Tx, accountId: number, key: string): Promise<number | null> => {
  const claimed = await tx`
    insert into idempotency_keys (account_id, key, post_id) values (${accountId}, ${key}, 0)
    on conflict do nothing returning key`
  if (claimed.length > 0) return null
  const rows = await tx<{ post_id: number }>`
    select post_id from idempotency_keys where account_id = ${accountId} and key = ${key}`
  return rows[0]?.post_id ?? null
}

export const fillIdempotencyKey = (tx: Tx, accountId: number, key: string, postId: number) => tx`
  update idempotency_keys set post_id = ${postId} where account_id = ${accountId} and key = ${key}`

export const purgeIdempotencyKeys = (tx: Tx, before: Date) => tx`
  delete from idempotency_keys where created_at < ${before}`

/** Tombstones of a post and of the boosts that show it. */
export const deletePosts = (tx: Tx, id: number, now: Date) => tx<{
  id: number
  author_id: number
  limited: boolean
}>`
  update posts set deleted_at = ${now}
   where (id = ${id} or boost_of_id = ${id}) and deleted_at is null
  returning id, author_id, (select a.silenced_at is not null from accounts a where a.id = author_id) as limited`

/** Deleted posts that boosts still show. Index: posts_by_boosted. */
export const boostedAndGone = (tx: Tx) => tx<{
  id: number
  author_id: number
  visibility: Visibility
  conversation_id: number
}>`
  select p.id, p.author_id, p.visibility, p.conversation_id from posts p
   where p.deleted_at is not null
     and p.id in (select boost_of_id from posts where boost_of_id is not null and deleted_at is null)`

/** Deleted accounts of which posts are left. */
export const leftWithPosts = (tx: Tx) => tx<{ id: number }>`
  select a.id from accounts a
   where a.deleted_at is not null
     and exists (select from posts p where p.author_id = a.id and p.deleted_at is null)`

/** Posts and boosts of an account that are not deleted yet. Index: posts_by_author. */
export const newestPosts = (tx: Tx, authorId: number, limit: number) => tx<{ id: number }>`
  select id from posts where author_id = ${authorId} and deleted_at is null order by id desc limit ${limit}`

/** Keeps a post from being deleted until the transaction ends; @returns no row when it is gone. */
export const holdPost = (tx: Tx, id: number) =>
  tx`select 1 from posts where id = ${id} and deleted_at is null for share`

/** Locks the pair's row, made when it is not there, so that two boosts at once make one. */
export const lockBoost = async (tx: Tx, accountId: number, postId: number) => {
  await tx`insert into boosts (account_id, post_id, id, active) values (${accountId}, ${postId}, 0, false)
           on conflict do nothing`
  return (
    await tx<{ id: number; active: boolean }>`
      select id, active from boosts where account_id = ${accountId} and post_id = ${postId} for update`
  )[0]!
}

export const setBoost = (tx: Tx, accountId: number, postId: number, id: number, active: boolean) => tx`
  update boosts set id = ${id}, active = ${active} where account_id = ${accountId} and post_id = ${postId}`

const MOST_ANCESTORS = 400
const MOST_DESCENDANTS = 1000

/** From the parent upwards, deleted ones passed through. */
export const ancestorIds = (read: Read, id: number) => read<{ id: number }>`
  with recursive up as (
    select in_reply_to_id as id, 1 as depth from posts where id = ${id}
    union all
    select p.in_reply_to_id, up.depth + 1 from up join posts p on p.id = up.id where up.depth < ${MOST_ANCESTORS}
  )
  select id from up where id is not null order by depth desc`

/** Replies under a post, each followed by its own, oldest first. */
export const descendantIds = (read: Read, id: number) => read<{ id: number }>`
  with recursive down as (
    select id, array[id] as path from posts where in_reply_to_id = ${id} and deleted_at is null
    union all
    select p.id, path || p.id from down join posts p on p.in_reply_to_id = down.id and p.deleted_at is null
     where array_length(path, 1) < 100
  ), bounded as (select * from down limit ${MOST_DESCENDANTS})
  select id from bounded order by path`
