import type { Read, Tx } from '../../storage/index.ts'
import { isWelcome } from '../queries.ts'
import { FILTERABLE, MESSAGES, OWN, REPEATED } from '../types.ts'

export interface NewNotifications {
  /** One notification for each; who must not get it is left out. */
  readonly recipients: number[]
  /** Of each recipient in turn: the post that it shows. */
  readonly postIds: (number | null)[]
  readonly type: string
  readonly fromAccountId: number
  /** The report, warning, severance or collection that it is about. */
  readonly subjectId: number | null
  readonly now: Date
}

const DAY_MS = 24 * 3600 * 1000
/** Mastodon's: an account is new for thirty days, and a follower counts after three. */
const NEW_ACCOUNT_MS = 30 * DAY_MS
const NEW_FOLLOWER_MS = 3 * DAY_MS
/** How far up a thread is looked for the message that a private mention answers. */
const THREAD_STEPS = 100

/** A private mention (one post, whoever it names) and the private posts above it. Empty for everything else. */
const thread = (read: Read, made: NewNotifications) => read`
  thread as (
    select p.id, p.in_reply_to_id, p.author_id, p.visibility, 0 as step from posts p
     where p.id = ${made.postIds[0]}::bigint and ${made.type}::text = 'mention' and p.visibility = 'direct'
    union all
    select p.id, p.in_reply_to_id, p.author_id, p.visibility, t.step + 1
      from thread t join posts p on p.id = t.in_reply_to_id where t.step < ${THREAD_STEPS}
  )`

/**
 * What the recipient's policy (`p`, none: the defaults) says of `n`, as Mastodon judges: 'accept', 'filter' or 'drop',
 * the strictest of those that apply. Each look is a scalar subquery within a case, so that what decides nothing is not
 * looked up.
 */
const verdict = (read: Read, made: NewNotifications) => {
  const isFollowed = read`(select f.active from follows f
     where f.follower_id = n.account_id and f.followee_id = n.from_account_id) is true`
  const follows = read`(select f.active and tweeter.id_time(f.id) <= ${new Date(made.now.getTime() - NEW_FOLLOWER_MS)}
     from follows f where f.follower_id = n.from_account_id and f.followee_id = n.account_id) is true`
  const isAnswer = read`exists (select from thread t join mentions m on m.post_id = t.id and m.active
     where t.step > 0 and t.author_id = n.account_id and t.visibility = 'direct' and m.account_id = n.from_account_id)`
  return read`
  case
    when n.type <> all(${FILTERABLE}::text[]) then 'accept'
    when (select g.active from notification_permissions g
           where g.account_id = n.account_id and g.from_account_id = n.from_account_id) then 'accept'
    when n.type = any(${MESSAGES}::text[])
         and (select u.role <> 'user' from users u where u.account_id = n.from_account_id) then 'accept'
    else (
      select case when 'drop' = any(v.said) then 'drop' when 'filter' = any(v.said) then 'filter' else 'accept' end
        from (select array[
          case when coalesce(p.for_not_following, 'accept') <> 'accept' and not ${isFollowed}
               then p.for_not_following end,
          case when coalesce(p.for_not_followers, 'accept') <> 'accept' and not ${follows}
               then p.for_not_followers end,
          case when coalesce(p.for_new_accounts, 'accept') <> 'accept' and s.created_at > ${new Date(made.now.getTime() - NEW_ACCOUNT_MS)}
                    and not ${isFollowed}
               then p.for_new_accounts end,
          case when coalesce(p.for_private_mentions, 'filter') <> 'accept' and exists (select from thread)
                    and not ${isFollowed} and not ${isAnswer}
               then coalesce(p.for_private_mentions, 'filter') end,
          case when coalesce(p.for_limited_accounts, 'filter') <> 'accept' and s.silenced_at is not null
                    and not ${isFollowed}
               then coalesce(p.for_limited_accounts, 'filter') end
        ] as said) v)
  end`
}

/**
 * Notifies everybody of one thing in one statement. What was taken back and is done again has its row already: it is
 * shown again as it was (see isTrue) and is no news. What a policy holds back is written, asks to be accepted, and is no
 * news either. The rows returned are news. Index: notifications_same.
 */
export const insertNotifications = (tx: Tx, made: NewNotifications) => tx<{ id: number; account_id: number }>`
  with recursive ${thread(tx, made)}, n as (
    select distinct r.id as account_id, ${made.fromAccountId}::bigint as from_account_id, ${made.type}::text as type,
           r.post_id, ${made.subjectId}::bigint as subject_id
      from unnest(${made.recipients}::bigint[], ${made.postIds}::bigint[]) as r (id, post_id)
  ), judged as (
    select n.*, ${verdict(tx, made)} as verdict
      from n join accounts a on a.id = n.account_id and a.deleted_at is null
        join accounts s on s.id = n.from_account_id
        left join notification_policies p on p.account_id = n.account_id
     where (n.account_id <> n.from_account_id or n.type = any(${OWN}::text[])) and ${isWelcome(tx, made.now)}
       and (select c.active from conversation_mutes c
             where c.account_id = n.account_id
               and c.conversation_id = (select p.conversation_id from posts p where p.id = n.post_id)) is not true
       and not exists (select from notifications o
                        where o.account_id = n.account_id and o.from_account_id = n.from_account_id and o.type = n.type
                          and o.post_id is not distinct from n.post_id
                          and o.subject_id is not distinct from n.subject_id
                          and (o.active or o.type <> all(${REPEATED}::text[])))
  ), made as (
    insert into notifications (account_id, type, from_account_id, post_id, subject_id, filtered, created_at)
    select account_id, type, from_account_id, post_id, subject_id, verdict = 'filter', ${made.now}
      from judged where verdict <> 'drop'
    returning id, account_id, from_account_id, filtered
  ), asked as (
    insert into notification_requests as r (account_id, from_account_id, since)
    select account_id, from_account_id, ${made.now} from made where filtered
    on conflict (account_id, from_account_id) do update set id = excluded.id, active = true, since = excluded.since
     where not r.active
  )
  select id, account_id from made where not filtered`

/** Those of these accounts whom a post is for (blocks are looked at elsewhere). */
export const mayRead = (tx: Tx, postId: number, accountIds: number[]) => tx<{ account_id: number }>`
  select r.id as account_id from posts p cross join unnest(${accountIds}::bigint[]) as r (id)
   where p.id = ${postId}
     and (p.visibility in ('public', 'unlisted') or p.author_id = r.id
          or exists (select from mentions m where m.post_id = p.id and m.account_id = r.id and m.active)
          or (p.visibility = 'private' and exists (select from follows f
               where f.follower_id = r.id and f.followee_id = p.author_id and f.active)))`

/** Index: boosts_by_post. */
export const boostersOf = (tx: Tx, postId: number) => tx<{ account_id: number }>`
  select account_id from boosts where post_id = ${postId} and active`

/** Posts of others that quote this one, and whose they are. Index: posts_by_quoted. */
export const quotesOf = (tx: Tx, postId: number, authorId: number) => tx<{ account_id: number; post_id: number }>`
  select author_id as account_id, id as post_id from posts
   where quote_of_id = ${postId} and deleted_at is null and quote_revoked_at is null and author_id <> ${authorId}`

/** Takes back what some were told of an edit. Index: notifications_same. */
export const endRepeated = (tx: Tx, type: string, accountIds: number[], authorId: number, postIds: number[]) => tx`
  update notifications set active = false
   where account_id = any(${accountIds}::bigint[]) and from_account_id = ${authorId} and type = ${type}
     and post_id = any(${postIds}::bigint[]) and active`

/** The same of what is about no post. Index: notifications_same. */
export const endRepeatedAbout = (tx: Tx, type: string, accountIds: number[], fromId: number, subjectId: number) => tx`
  update notifications set active = false
   where account_id = any(${accountIds}::bigint[]) and from_account_id = ${fromId} and type = ${type}
     and post_id is null and subject_id = ${subjectId} and active`

/** Who is in a collection: few, because one holds few. */
export const membersOf = (tx: Tx, collectionId: number) => tx<{ account_id: number }>`
  select account_id from collection_items where collection_id = ${collectionId} and active order by account_id`

/** A row when at least one follower has the bell on. Index: follows_to_notify. */
export const anyBell = (tx: Tx, authorId: number) => tx`
  select 1 from follows where followee_id = ${authorId} and active and notify limit 1`

/** Followers who want to be told of each post, in the languages that they want. Index: follows_to_notify. */
export const waitingForPost = (tx: Tx, postId: number) => tx<{ account_id: number }>`
  select f.follower_id as account_id
    from posts p join follows f on f.followee_id = p.author_id and f.active and f.notify
   where p.id = ${postId} and p.deleted_at is null
     and (f.languages is null or p.language is null or p.language = any(f.languages))`

/** Moderators, administrators and the owner, who may be signed in. Index: users_staff. */
export const staff = (tx: Tx) => tx<{ account_id: number }>`
  select u.account_id from users u join accounts a on a.id = u.account_id
   where u.role <> 'user' and u.confirmed_at is not null and u.approved_at is not null
     and a.deleted_at is null and a.suspended_at is null`

/** Deletes the oldest that are older than `before`. Index: notifications_by_age. @returns how many. */
export const deleteOld = async (tx: Tx, before: Date, limit: number): Promise<number> =>
  (
    await tx`
  delete from notifications
   where id in (select id from notifications where created_at < ${before} order by created_at limit ${limit})`
  ).count
