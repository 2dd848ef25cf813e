import type { Read, Tx } from '../storage/index.ts'

/** What a graph may cost to look at: so many follows of so many people, the latest of each. */
interface Sample {
  /** Friends, or the people recently followed. */
  readonly people: number
  /** Of each of them. */
  readonly each: number
  /** Of each of those in turn. */
  readonly beyond: number
  readonly most: number
}

/** Whom nobody needs to be told of: oneself, whom one follows or asked to, and whom one dismissed. */
const isNews = (read: Read, viewerId: number) => read`
  found.id <> ${viewerId}
  and not exists (select from follows f where f.follower_id = ${viewerId} and f.followee_id = found.id and f.active)
  and not exists (select from follow_requests r
                   where r.follower_id = ${viewerId} and r.followee_id = found.id and r.active)
  and not exists (select from dismissed_suggestions d
                   where d.account_id = ${viewerId} and d.dismissed_id = found.id and d.active)`

/** Whom those follow whom the viewer follows, by how many of them; friends who hide whom they follow are left out. */
export const friendsOfFriends = (read: Read, viewerId: number, sample: Sample) => read<{ id: number }>`
  select found.id from (
    select second.followee_id as id, count(*) as friends
      from (select f.followee_id as id from follows f join accounts a on a.id = f.followee_id
             where f.follower_id = ${viewerId} and f.active and not a.hide_collections
               and a.deleted_at is null and a.suspended_at is null
             order by f.id desc limit ${sample.people}) as friend
      cross join lateral (select s.followee_id from follows s where s.follower_id = friend.id and s.active
                           order by s.id desc limit ${sample.each}) as second
     group by second.followee_id) as found
   where ${isNews(read, viewerId)}
   order by found.friends desc, found.id desc limit ${sample.most}`

/** Whom those follow as well who follow the same people as the viewer lately began to, by how many of them do. */
export const similarToRecent = (read: Read, viewerId: number, sample: Sample) => read<{ id: number }>`
  select found.id from (
    select other.followee_id as id, count(distinct peer.follower_id) as peers
      from (select followee_id as id from follows
             where follower_id = ${viewerId} and active order by id desc limit ${sample.people}) as recent
      cross join lateral (select p.follower_id from follows p join accounts a on a.id = p.follower_id
                           where p.followee_id = recent.id and p.active and p.follower_id <> ${viewerId}
                             and not a.hide_collections
                           order by p.id desc limit ${sample.each}) as peer
      cross join lateral (select s.followee_id from follows s where s.follower_id = peer.follower_id and s.active
                           order by s.id desc limit ${sample.beyond}) as other
     group by other.followee_id) as found
   where ${isNews(read, viewerId)}
   order by found.peers desc, found.id desc limit ${sample.most}`

export interface PopularRow {
  readonly id: number
  readonly source: 'most_followed' | 'most_interactions'
}

/**
 * Who has the most followers, and whose latest public posts were favourited, boosted and answered the most; each list
 * by its order. It looks at all counters of accounts and at the latest posts: once a minute, not for every viewer.
 */
export const popular = (read: Read, since: Date, postsLookedAt: number, most: number) => read<PopularRow>`
  (select s.account_id as id, 'most_followed' as source
     from account_stats s join accounts a on a.id = s.account_id
    where s.followers > 0 and a.discoverable and a.deleted_at is null and a.suspended_at is null and a.silenced_at is null
    order by s.followers desc, s.account_id limit ${most})
  union all
  (select latest.author_id, 'most_interactions'
     from (select p.id, p.author_id from posts p
            where p.visibility = 'public' and p.boost_of_id is null and p.deleted_at is null
              and p.id >= greatest(tweeter.milliseconds(${since}::timestamptz), 0) << 12
            order by p.id desc limit ${postsLookedAt}) as latest
     join post_stats s on s.post_id = latest.id
     join accounts a on a.id = latest.author_id
    where a.discoverable and a.deleted_at is null and a.suspended_at is null and a.silenced_at is null
    group by latest.author_id having sum(s.favourites + s.boosts + s.replies) > 0
    order by sum(s.favourites + s.boosts + s.replies) desc, latest.author_id limit ${most})`

/** Those of these accounts that the viewer may be told of. */
export const newsAmong = (read: Read, viewerId: number, ids: number[]) => read<{ id: number }>`
  select found.id from unnest(${ids}::bigint[]) as found (id) where ${isNews(read, viewerId)}`

export const holdDismissal = (tx: Tx, accountId: number, dismissedId: number) => tx`
  insert into dismissed_suggestions as d (account_id, dismissed_id) values (${accountId}, ${dismissedId})
  on conflict (account_id, dismissed_id) do update set active = true where not d.active`

export interface DirectoryPage {
  readonly limit: number
  readonly offset: number
  /** Accounts that the viewer is not to see. */
  readonly without: number[]
  /** However few of them are to be listed, no more than this many are looked at. */
  readonly lookedAt: number
}

const listed = (read: Read, page: DirectoryPage) => read`
  a.discoverable and a.deleted_at is null and a.suspended_at is null and a.silenced_at is null
  and (u.account_id is null or (u.confirmed_at is not null and u.approved_at is not null))
  and a.id <> all(${page.without}::bigint[])`

/** Who posted, the latest first. */
export const activeAccounts = (read: Read, page: DirectoryPage) => read<{ id: number }>`
  select a.id
    from (select account_id, last_posted_at from account_stats where last_posted_at is not null
           order by last_posted_at desc, account_id desc limit ${page.lookedAt}) as s
    join accounts a on a.id = s.account_id
    left join users u on u.account_id = a.id
   where ${listed(read, page)}
   order by s.last_posted_at desc, s.account_id desc limit ${page.limit} offset ${page.offset}`

/** Who is new, the latest first. */
export const newAccounts = (read: Read, page: DirectoryPage) => read<{ id: number }>`
  select a.id
    from (select * from accounts order by id desc limit ${page.lookedAt}) as a
    left join users u on u.account_id = a.id
   where ${listed(read, page)}
   order by a.id desc limit ${page.limit} offset ${page.offset}`
