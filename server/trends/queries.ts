import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

export type Kind = 'tag' | 'post' | 'link'
export type ReviewKind = Kind | 'publisher'

export interface Counted {
  readonly key: string
  /** Distinct people of the last day, by their weights, faded by the time since each one's last use. */
  readonly fresh: number
  /** The same, not faded. */
  readonly weight: number
  /** How many they are. */
  readonly people: number
  /** Weights of the distinct people of the day before. */
  readonly usual: number
}

export interface Window {
  readonly now: Date
  /** Earlier posts are not looked at; by the clock of the database, which makes the ids. */
  readonly since: Date
  /** Hours after which a use counts for half. */
  readonly halfLifeHours: number
  /** Weight that is needed at least. */
  readonly least: number
}

/** One trend job at a time. */
export const lockTrends = (tx: Tx) => tx`select pg_advisory_xact_lock(hashtextextended('trends', 0))`

/**
 * What a person counts: whole after a day and with a follower, so that accounts made for the purpose weigh little; a
 * person who is limited, suspended, or not let in yet, nothing.
 */
const peopleOf = (read: Read, now: Date) => read`
  select a.id, (case when a.created_at > ${now}::timestamptz - interval '1 day' then 0.25 else 1 end)
               * (case when coalesce(s.followers, 0) = 0 then 0.5 else 1 end) as weight
    from accounts a
    left join account_stats s on s.account_id = a.id
    left join users u on u.account_id = a.id
   where a.deleted_at is null and a.suspended_at is null and a.silenced_at is null
     and (u.account_id is null or (u.confirmed_at is not null and u.approved_at is not null))`

/** Public posts of the last two days by people who want to be discovered. */
const recentPosts = (read: Read, { now, since }: Window) => read`
  select p.id, p.author_id, p.created_at
    from posts p
    join accounts a on a.id = p.author_id and a.discoverable and a.deleted_at is null
                         and a.suspended_at is null and a.silenced_at is null
   where p.id >= tweeter.milliseconds(${since}) << 12 and p.created_at > ${now}::timestamptz - interval '2 days'
     and p.deleted_at is null and p.visibility = 'public' and p.boost_of_id is null`

/** What people used: each of them counts once, by their last use. */
const fading = (read: Read, { now, halfLifeHours, least }: Window) => read`
  select key, sum(weight * 0.5 ^ (greatest(extract(epoch from ${now}::timestamptz - at), 0) / 3600 / ${halfLifeHours}::float8))
                filter (where at > ${now}::timestamptz - interval '1 day') as fresh,
         sum(weight) filter (where at > ${now}::timestamptz - interval '1 day') as weight,
         (count(*) filter (where at > ${now}::timestamptz - interval '1 day'))::int as people,
         coalesce(sum(weight) filter (where before), 0) as usual
    from (select u.key, u.who, max(u.at) as at,
                 bool_or(u.at <= ${now}::timestamptz - interval '1 day') as before, max(c.weight) as weight
            from uses u join counting c on c.id = u.who group by 1, 2) each_person
   group by key
  having sum(weight) filter (where at > ${now}::timestamptz - interval '1 day') >= ${least}::float8`

/** Tags by the people who used them in public posts. */
export const countTags = (read: Read, window: Window) => read<Counted>`
  with counting as (${peopleOf(read, window.now)}),
  uses as (
    select t.tag as key, p.author_id as who, p.created_at as at
      from (${recentPosts(read, window)}) p join post_tags t on t.post_id = p.id and t.active
  )
  ${fading(read, window)}`

const MOST_POSTS = 2000

/** Posts by the people who boosted or favourited them, of those that have most of it. */
export const countPosts = (read: Read, window: Window) => read<Counted>`
  with counting as (${peopleOf(read, window.now)}),
  candidates as (
    select p.id, p.author_id
      from (${recentPosts(read, window)}) r
      join posts p on p.id = r.id and not p.sensitive and p.spoiler_text = '' and p.in_reply_to_id is null
      join post_stats s on s.post_id = p.id and s.favourites + s.boosts >= ${window.least}::float8
     order by s.favourites + s.boosts desc limit ${MOST_POSTS}
  ),
  marks as (
    select c.id, f.account_id, f.id as mark, c.author_id
      from candidates c join favourites f on f.post_id = c.id and f.active
    union all
    select c.id, b.account_id, b.id, c.author_id from candidates c join boosts b on b.post_id = c.id and b.active
  ),
  uses as (
    select id::text as key, account_id as who, tweeter.id_time(mark) as at from marks where account_id <> author_id
  )
  ${fading(read, window)}`

/** Links by the people who posted them. A post shows one. */
export const countLinks = (read: Read, window: Window) => read<Counted>`
  with counting as (${peopleOf(read, window.now)}),
  uses as (
    select p.card_url as key, p.author_id as who, p.created_at as at
      from (${recentPosts(read, window)}) r join posts p on p.id = r.id and p.card_url is not null and not p.sensitive
  )
  ${fading(read, window)}`

/** Uses of a link in public posts on a day, and by how many people. */
export interface Day {
  readonly uses: number
  readonly accounts: number
}

/** Seven days of each link, the given one first. @param today as in `2026-11-22`, UTC. Index: posts_by_card. */
export const linkHistories = (read: Read, urls: readonly string[], today: string) => read<{
  url: string
  history: Day[]
}>`
  select u.url, json_agg(json_build_object('uses', d.uses, 'accounts', d.accounts) order by back) as history
    from unnest(${[...urls]}::text[]) u (url)
    cross join generate_series(0, 6) back
    cross join lateral (
      select count(*) as uses, count(distinct p.author_id) as accounts from posts p
       where p.card_url = u.url and p.deleted_at is null and p.visibility = 'public'
         and p.created_at >= (${today}::date - back)::timestamp at time zone 'UTC'
         and p.created_at < (${today}::date - back + 1)::timestamp at time zone 'UTC') d
   group by u.url`

export interface Scored {
  readonly key: string
  readonly score: number
  readonly people: number
  readonly history?: readonly Day[]
}

/** Makes these the scores of a kind. */
export async function replaceScores(tx: Tx, kind: Kind, scored: readonly Scored[]): Promise<void> {
  await tx`delete from trend_scores where kind = ${kind}`
  await tx`
    insert into trend_scores (kind, key, score, people, history)
    select ${kind}, key, score, people, history::jsonb
      from unnest(${scored.map((one) => one.key)}::text[], ${scored.map((one) => one.score)}::float8[],
                  ${scored.map((one) => one.people)}::int[], ${scored.map((one) => JSON.stringify(one.history ?? []))}::text[])
           as s (key, score, people, history)`
}

export interface Ranked {
  readonly key: string
  /** null: nobody has looked at it. */
  readonly allowed: boolean | null
  readonly history: readonly Day[]
}

/** All of a kind that trends, what was rejected included, the strongest first; a link goes by its publisher too. */
export const rankedRows = (read: Read, kind: Kind) => read<Ranked>`
  select s.key, coalesce(r.allowed, h.allowed) as allowed, s.history from trend_scores s
    left join trend_reviews r on r.kind = s.kind and r.key = s.key
    left join trend_reviews h on s.kind = 'link' and h.kind = 'publisher' and h.key = tweeter.publisher(s.key)
   where s.kind = ${kind} order by s.score desc, s.key`

export const reviewRows = (read: Read, kind: ReviewKind, keys: readonly string[]) => read<{
  key: string
  allowed: boolean
}>`
  select key, allowed from trend_reviews where kind = ${kind} and key = any(${[...keys]}::text[])`

/** What trends, or was decided about, by its number, which follows from its name. */
export const keyById = (read: Read, kind: 'tag' | 'link' | 'publisher', id: number) => read<{ key: string }>`
  select key from (select case when ${kind} = 'publisher' then tweeter.publisher(key) else key end as key
                     from trend_scores where kind = case when ${kind} = 'publisher' then 'link' else ${kind} end
                   union select key from trend_reviews where kind = ${kind}) known
   where tweeter.tag_id(key) = ${id}`

/** The numbers of names, in their order. */
export const numbersOf = (read: Read, keys: readonly string[]) => read<{ id: number }>`
  select tweeter.tag_id(key) as id from unnest(${[...keys]}::text[]) with ordinality k (key, place) order by place`

/** Public posts with a link by people who want to be discovered. Index: posts_by_card. */
export const linkedPosts = (read: Read, url: string, page: Page) => read<{ id: number }>`
  select p.id from posts p
    join accounts a on a.id = p.author_id and a.discoverable and a.deleted_at is null
                         and a.suspended_at is null and a.silenced_at is null
   where p.card_url = ${url} and p.deleted_at is null and p.visibility = 'public'
     and p.id < ${page.below} and p.id > ${page.above}
   order by p.id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export const writeReview = (tx: Tx, kind: ReviewKind, key: string, allowed: boolean, reviewerId: number) => tx`
  insert into trend_reviews (kind, key, allowed, reviewed_by) values (${kind}, ${key}, ${allowed}, ${reviewerId})
  on conflict (kind, key) do update set allowed = excluded.allowed, reviewed_by = excluded.reviewed_by`
