import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

export interface ConversationRow {
  readonly id: number
  readonly conversation_id: number
  readonly participants: number[]
  readonly last_post_id: number
  readonly unread: boolean
}

/** What is newer than what somebody said of a conversation is unread when somebody else wrote it. */
const fields = (read: Read) => read`
  c.id, c.conversation_id, c.participants, c.last_post_id,
  coalesce(case when c.heard_post_id > coalesce(m.as_of, 0) then c.heard_author_id <> c.account_id else m.unread end,
           false) as unread`

const marked = (read: Read) => read`
  conversations c left join conversation_marks m on m.account_id = c.account_id
    and m.conversation_id = c.conversation_id and m.participants = c.participants`

/** Those that their owner deleted, and those with somebody whom they block, are not shown. */
const isShown = (read: Read) => read`
  c.last_post_id > coalesce(m.deleted_up_to, 0)
  and not exists (select from blocks b
                   where b.blocker_id = c.account_id and b.blocked_id = any(c.participants) and b.active)`

/** By their newest post, in the order of the page's direction. Index: conversations_in_order. */
export const conversationsPage = (read: Read, accountId: number, page: Page) => read<ConversationRow>`
  select ${fields(read)} from ${marked(read)}
   where c.account_id = ${accountId} and c.last_post_id < ${page.below} and c.last_post_id > ${page.above}
     and ${isShown(read)}
   order by c.last_post_id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

/** Index: conversations_by_id. */
export const oneConversation = (read: Read, accountId: number, id: number) => read<ConversationRow>`
  select ${fields(read)} from ${marked(read)}
   where c.account_id = ${accountId} and c.id = ${id} and ${isShown(read)}`

/** How many are unread, counted up to `limit`. Index: conversations_in_order. */
export const countUnread = (read: Read, accountId: number, limit: number) => read<{ count: number }>`
  select count(*)::int as count from (
    select from (select ${fields(read)} from ${marked(read)} where c.account_id = ${accountId} and ${isShown(read)}) one
     where one.unread limit ${limit}) as counted`

/** The messages of one, but those from before its owner deleted it. Index: conversation_posts_in_order. */
export const messagesOf = (read: Read, accountId: number, one: ConversationRow, page: Page) => read<{
  post_id: number
}>`
  select p.post_id from conversation_posts p
   where p.account_id = ${accountId} and p.conversation_id = ${one.conversation_id}
     and p.participants = ${one.participants}::bigint[] and p.active
     and p.post_id < ${page.below} and p.post_id > ${page.above}
     and p.post_id > coalesce((select m.deleted_up_to from conversation_marks m
                                where m.account_id = ${accountId} and m.conversation_id = ${one.conversation_id}
                                  and m.participants = ${one.participants}::bigint[]), 0)
   order by p.post_id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

/** The conversations that these posts are or were in. */
export const conversationsOfPosts = (read: Read, accountId: number, postIds: number[]) => read<
  ConversationRow & { post_id: number }
>`
  select p.post_id, ${fields(read)}
    from conversation_posts p join ${marked(read)}
      on p.account_id = c.account_id and p.conversation_id = c.conversation_id and p.participants = c.participants
   where p.account_id = ${accountId} and p.post_id = any(${postIds}::bigint[]) and ${isShown(read)}`

/**
 * Puts a post into the conversations of its author and of those whom it mentions, by what it mentions now, and takes it
 * from those of others. Who blocks, or is blocked by, its author does not get it. In ascending order of accounts, so
 * that two messages at once do not wait for each other in a circle.
 *
 * @returns those whose conversations changed.
 */
export const setMembers = (
  tx: Tx,
  post: { postId: number; authorId: number; conversationId: number; mentions: number[] },
  now: Date,
) => tx<{ account_id: number }>`
  with members as (
    select distinct m from unnest(${[post.authorId, ...post.mentions]}::bigint[]) m
  ), gone as (
    update conversation_posts set active = false
     where post_id = ${post.postId} and active and account_id not in (select m from members) returning account_id
  ), come as (
    insert into conversation_posts as c (account_id, post_id, conversation_id, participants, author_id, quiet)
    select m, ${post.postId}, ${post.conversationId},
           array(select o.m from members o where o.m <> members.m order by o.m), ${post.authorId},
           exists (select from mutes u where u.muter_id = m and u.muted_id = ${post.authorId} and u.active
                    and (u.expires_at is null or u.expires_at > ${now}))
           or exists (select from conversation_mutes u
                       where u.account_id = m and u.conversation_id = ${post.conversationId} and u.active
                         and m <> ${post.authorId})
      from members
     where not exists (select from blocks b where b.active
                        and (b.blocker_id, b.blocked_id) in ((m, ${post.authorId}), (${post.authorId}, m)))
     order by m
    on conflict (account_id, post_id) do update set participants = excluded.participants, active = true
    returning account_id
  )
  select account_id from gone union select account_id from come`

/** @returns those whose conversations it was in. */
export const removePost = (tx: Tx, postId: number) => tx<{ account_id: number }>`
  with was as (
    select account_id, post_id from conversation_posts where post_id = ${postId} and active order by account_id for update
  )
  update conversation_posts c set active = false from was
   where c.account_id = was.account_id and c.post_id = was.post_id returning c.account_id`

export const setMark = (
  tx: Tx,
  accountId: number,
  { conversation_id, participants, last_post_id }: ConversationRow,
  { unread, deleted }: { unread: boolean; deleted: boolean },
) => tx`
  insert into conversation_marks as m (account_id, conversation_id, participants, as_of, unread, deleted_up_to)
  values (${accountId}, ${conversation_id}, ${participants}::bigint[], ${last_post_id}, ${unread},
          ${deleted ? last_post_id : 0})
  on conflict (account_id, conversation_id, participants) do update set
    as_of = excluded.as_of, unread = excluded.unread, deleted_up_to = greatest(m.deleted_up_to, excluded.deleted_up_to)`
