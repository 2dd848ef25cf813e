import type { Visibility } from '../accounts/index.ts'
import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

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
  readonly app_name: string | null
  readonly app_website: string | null
  readonly mentions: { id: number; username: string }[]
  readonly tags: { tag: string; name: string }[]
}

/** Posts that are not deleted, with all that belongs to them but media and counters. */
export const postRows = (read: Read, ids: number[]) => read<PostRow>`
  select p.id, p.author_id, p.boost_of_id, p.in_reply_to_id, p.in_reply_to_account_id, p.conversation_id, p.visibility,
         p.sensitive, p.spoiler_text, p.text, p.content, p.language, p.created_at, p.edited_at, a.username as author,
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
}

export const statsRows = (read: Read, ids: number[]) => read<StatsRow>`
  select id as post_id, coalesce(replies, 0) as replies, coalesce(boosts, 0) as boosts,
         coalesce(favourites, 0) as favourites
    from unnest(${ids}::bigint[]) id left join post_stats s on s.post_id = id`

export interface FlagsRow {
  readonly id: number
  readonly sees: boolean
  readonly favourited: boolean
  readonly boosted: boolean
  readonly bookmarked: boolean
  readonly pinned: boolean
  readonly muted: boolean
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
                  and c.conversation_id = p.conversation_id and c.active) as muted
    from posts p where p.id = any(${ids}::bigint[])`

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
  readonly app_name: string | null
  readonly app_website: string | null
}

/** The post with its mentions and tags in one statement; it answers what PostRow has beside what was given. */
export const insertPost = (tx: Tx, post: NewPost) => tx<MadePost>`
  with made as (
    select case when ${post.imported} then tweeter.id_at(${post.created_at}) else tweeter.next_id() end as id
  ), post as (
    insert into posts (id, author_id, boost_of_id, in_reply_to_id, in_reply_to_account_id, conversation_id, visibility,
                       sensitive, spoiler_text, text, content, language, app_id, created_at)
    select id, ${post.author_id}, ${post.boost_of_id}, ${post.in_reply_to_id}, ${post.in_reply_to_account_id},
           coalesce(${post.conversation_id}, id), ${post.visibility}, ${post.sensitive}, ${post.spoiler_text},
           ${post.text}, ${post.content}, ${post.language}, ${post.app_id}, ${post.created_at} from made
    returning id, conversation_id
  ), mentioned as (
    insert into mentions (post_id, account_id) select id, unnest(${post.mentions}::bigint[]) from post
  ), tagged as (
    insert into post_tags (tag, name, post_id)
    select tag, name, id from post, unnest(${post.tags.map((one) => one.tag)}::text[],
                                           ${post.tags.map((one) => one.name)}::text[]) as t (tag, name)
  )
  select post.id, post.conversation_id, a.username as author, o.name as app_name, o.website as app_website
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
export const deletePosts = (tx: Tx, id: number, now: Date) => tx<{ id: number; author_id: number }>`
  update posts set deleted_at = ${now}
   where (id = ${id} or boost_of_id = ${id}) and deleted_at is null returning id, author_id`

/** Posts and boosts of an account that are not deleted yet. Index: posts_by_author. */
export const newestPosts = (tx: Tx, authorId: number, limit: number) => tx<{ id: number }>`
  select id from posts where author_id = ${authorId} and deleted_at is null order by id desc limit ${limit}`

/** Takes back some of a person's favourites; @returns which. Index: favourites_by_account. */
export const endFavourites = (tx: Tx, accountId: number, limit: number) => tx<{ post_id: number; author_id: number }>`
  update favourites f set active = false
    from posts p
   where p.id = f.post_id and f.account_id = ${accountId} and f.active
     and f.post_id in (select post_id from favourites
                        where account_id = ${accountId} and active order by id desc limit ${limit})
  returning f.post_id, p.author_id`

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

export type TextRow = Pick<
  PostRow,
  | ('id' | 'author_id' | 'visibility' | 'in_reply_to_id' | 'in_reply_to_account_id' | 'conversation_id')
  | ('text' | 'content' | 'spoiler_text' | 'sensitive' | 'language' | 'created_at' | 'edited_at')
>

/** One edit of a post after the other, and none while it is deleted; @returns no row when it is gone. */
export const lockPost = (tx: Tx, id: number) => tx<TextRow>`
  select id, author_id, visibility, in_reply_to_id, in_reply_to_account_id, conversation_id, text, content,
         spoiler_text, sensitive, language, created_at, edited_at
    from posts where id = ${id} and deleted_at is null for update`

export const updateText = (tx: Tx, post: TextRow, now: Date) => tx`
  update posts set text = ${post.text}, content = ${post.content}, spoiler_text = ${post.spoiler_text},
                   sensitive = ${post.sensitive}, language = ${post.language}, edited_at = ${now}
   where id = ${post.id}`

/** Makes these the mentions of a post; @returns what changed. */
export const setMentions = (tx: Tx, postId: number, ids: number[]) => tx<{ account_id: number; active: boolean }>`
  with gone as (
    update mentions set active = false
     where post_id = ${postId} and active and account_id <> all(${ids}::bigint[]) returning account_id, active
  ), come as (
    insert into mentions as m (post_id, account_id) select ${postId}, unnest(${ids}::bigint[])
    on conflict (post_id, account_id) do update set active = true where not m.active returning account_id, active
  )
  select * from gone union all select * from come`

/** Makes these the tags of a post. */
export const setTags = (tx: Tx, postId: number, tags: NewPost['tags']) => tx`
  with wanted as (
    select * from unnest(${tags.map((one) => one.tag)}::text[], ${tags.map((one) => one.name)}::text[]) as t (tag, name)
  ), gone as (
    update post_tags set active = false where post_id = ${postId} and active and tag not in (select tag from wanted)
  )
  insert into post_tags as t (tag, name, post_id) select tag, name, ${postId} from wanted
  on conflict (tag, post_id) do update set active = true, name = excluded.name
   where not t.active or t.name <> excluded.name`

/** A picture as a version of a post had it. */
export interface KeptPicture {
  readonly id: string
  readonly description: string | null
  readonly focus: { readonly x: number; readonly y: number } | null
}

/** Keeps what a post said since `since`. */
export const insertEdit = (tx: Tx, before: TextRow, pictures: KeptPicture[], since: Date) => tx`
  insert into post_edits (post_id, content, spoiler_text, sensitive, pictures, created_at)
  values (${before.id}, ${before.content}, ${before.spoiler_text}, ${before.sensitive}, ${tx.json(pictures)}::jsonb,
          ${since})`

const MOST_VERSIONS = 500

/** Newest first. Index: post_edits_by_post. */
export const earlierVersions = (read: Read, postId: number, before: Date) => read<
  Pick<PostRow, 'content' | 'spoiler_text' | 'sensitive' | 'created_at'> & { pictures: KeptPicture[] }
>`
  select content, spoiler_text, sensitive, pictures, created_at from post_edits
   where post_id = ${postId} and created_at < ${before} order by created_at desc limit ${MOST_VERSIONS}`
