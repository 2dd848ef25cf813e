import type { Read, Tx } from '../storage/index.ts'

/** One indexer at a time, in whatever process: it alone writes the index. */
export const lockIndex = (tx: Tx) => tx`select pg_advisory_xact_lock(hashtextextended('search index', 0))`

/** The oldest of what waits; what is queued again meanwhile waits again. */
export async function takeQueue(tx: Tx, most: number): Promise<number[]> {
  const rows = await tx<{ post_id: number }>`
    delete from search_queue where n in (select n from search_queue order by n limit ${most}) returning post_id`
  return [...new Set(rows.map((row) => row.post_id))]
}

/** How many wait, up to `most`. In the order of the key, so that rows which are gone are skipped in the index. */
export async function countWaiting(read: Read, most: number): Promise<number> {
  const rows = await read<{ count: number }>`
    select count(*)::int as count from (select n from search_queue order by n limit ${most}) w`
  return rows[0]!.count
}

/** All that is searched in a post. */
export interface DocumentRow {
  readonly id: number
  readonly author_id: number
  readonly open: boolean
  readonly language: string | null
  readonly sensitive: boolean
  readonly in_reply_to_id: number | null
  readonly in_reply_to_account_id: number | null
  readonly spoiler_text: string
  readonly text: string
  readonly has_link: boolean
  /** The page that it links to is known, and a preview of it shown. */
  readonly has_card: boolean
  readonly has_quote: boolean
  /** Null for a post without a poll. */
  readonly poll: string[] | null
  /** What else can be read in it: descriptions of pictures. */
  readonly texts: string[]
  /** Types of what is attached. */
  readonly media: string[]
  readonly mentions: number[]
  readonly tags: string[]
  readonly slice: number
}

/** Posts that are there, as they are now. Deleted ones are not among them. */
export const documentRows = (read: Read, ids: number[]) => read<DocumentRow>`
  select p.id, p.author_id, p.visibility = 'public' as open, p.language, p.sensitive, p.in_reply_to_id,
         p.in_reply_to_account_id, p.spoiler_text, p.text,
         p.card_url is not null as has_link,
         exists (select from cards c where c.key = encode(sha256(convert_to(p.card_url, 'UTF8')), 'hex')
                                       and c.preview is not null) as has_card,
         p.quote_of_id is not null and p.quote_revoked_at is null as has_quote,
         (select o.options from polls o where o.post_id = p.id and o.active) as poll,
         array(select m.description from media m
                where m.post_id = p.id and m.position is not null and m.deleted_at is null and m.description is not null
                order by m.position) as texts,
         array(select m.type from media m
                where m.post_id = p.id and m.position is not null and m.deleted_at is null) as media,
         array(select m.account_id from mentions m where m.post_id = p.id and m.active) as mentions,
         array(select t.tag from post_tags t where t.post_id = p.id and t.active) as tags,
         (select s.no from search_slices s where s.from_id <= p.id order by s.from_id desc limit 1) as slice
    from posts p
   where p.id = any(${ids}::bigint[]) and p.deleted_at is null and p.boost_of_id is null`

/** The tags that were counted for these posts; a row for each that is indexed. */
export const indexedTags = (tx: Tx, ids: number[]) => tx<{ post_id: number; tags: string[] }>`
  select post_id, tags from search_posts where post_id = any(${ids}::bigint[])`

export interface IndexedPost {
  readonly id: number
  readonly author_id: number
  readonly open: boolean
  readonly tags: readonly string[]
  /** A tsvector in text form. */
  readonly words: string
}

export const writeDocuments = (tx: Tx, posts: readonly IndexedPost[]) => tx`
  insert into search_posts as s (post_id, author_id, open, tags, words)
  select id, author, open::boolean, string_to_array(tags, ' '), words::tsvector
    from unnest(${posts.map((post) => post.id)}::bigint[], ${posts.map((post) => post.author_id)}::bigint[],
                ${posts.map((post) => String(post.open))}::text[], ${posts.map((post) => post.tags.join(' '))}::text[],
                ${posts.map((post) => post.words)}::text[]) as d (id, author, open, tags, words)
   order by id
  on conflict (post_id) do update
    set author_id = excluded.author_id, open = excluded.open, tags = excluded.tags, words = excluded.words
  where (s.open, s.tags, s.words) is distinct from (excluded.open, excluded.tags, excluded.words)`

export const dropDocuments = (tx: Tx, ids: number[]) => tx`
  delete from search_posts where post_id = any(${ids}::bigint[])`

export const countTags = (tx: Tx, changes: ReadonlyMap<string, number>) => tx`
  insert into search_tags as t (tag, posts)
  select tag, greatest(change, 0)
    from unnest(${[...changes.keys()]}::text[], ${[...changes.values()]}::integer[]) as c (tag, change)
  on conflict (tag) do update set posts = greatest(t.posts + (select c.change
    from unnest(${[...changes.keys()]}::text[], ${[...changes.values()]}::integer[]) as c (tag, change)
   where c.tag = t.tag), 0)`

/** Counts new posts of the newest slice, and begins another behind all that is indexed when it is full. */
export async function growSlice(tx: Tx, slice: number, more: number, full: number): Promise<void> {
  await tx`update search_slices set posts = posts + ${more} where no = ${slice}`
  await tx`
    insert into search_slices (no, from_id)
    select s.no + 1, (select max(post_id) + 1 from search_posts) from search_slices s
     where s.no = (select max(no) from search_slices) and s.posts >= ${full}`
}

/** Newest of the posts that show the preview of a page: it came, or went. Index: posts_by_card. */
export const queueLinked = (tx: Tx, url: string, most: number) => tx`
  insert into search_queue (post_id)
  select id from posts where card_url = ${url} and deleted_at is null order by id desc limit ${most}`

/** Forgets the whole index and queues every post for it, the oldest first. */
export async function queueEverything(tx: Tx): Promise<void> {
  await lockIndex(tx)
  await tx`truncate search_posts, search_slices, search_tags, search_queue`
  await tx`insert into search_slices (no, from_id) values (0, 0)`
  await tx`insert into search_queue (post_id)
           select id from posts where boost_of_id is null and deleted_at is null order by id`
}

/** The slices that a range of ids begins and ends in. */
export async function slicesOf(read: Read, above: number, below: number): Promise<{ newest: number; oldest: number }> {
  const rows = await read<{ newest: number; oldest: number }>`
    select coalesce((select no from search_slices where from_id < ${below} order by from_id desc limit 1), 0) as newest,
           coalesce((select no from search_slices where from_id <= ${above} order by from_id desc limit 1), 0) as oldest`
  return rows[0]!
}

/** What is looked for, with everybody in it known. */
export interface Wanted {
  readonly viewerId: number
  /** A tsquery in text form. */
  readonly words: string
  /** Ids, exclusive. */
  readonly below: number
  readonly above: number
  /** Ranges of ids that are left out: from the first, below the second. */
  readonly except: readonly (readonly [number, number])[]
  /** Authors that are left out. */
  readonly without: readonly number[]
  readonly limit: number
}

/**
 * `+ 0` keeps Postgres from reading the range of ids from the primary key too, which may be all of them: it plans without
 * knowing the bounds, and the words of slices have narrowed it down already.
 */
const bounds = (read: Read, { below, above, except, without }: Wanted) => read`
  s.post_id + 0 < ${below}::bigint and s.post_id + 0 > ${above}::bigint
  and s.author_id <> all(${[...without]}::bigint[])
  and (${except.length} = 0
       or not exists (select from unnest(${except.map((span) => span[0])}::bigint[],
                                         ${except.map((span) => span[1])}::bigint[]) as e (first, last)
                       where s.post_id >= e.first and s.post_id < e.last))`

/** Of an author who lets their posts be found and may be seen; one who is limited is for those who follow them. */
const findable = (read: Read, viewerId: number) => read`
  exists (select from accounts a
           where a.id = s.author_id and a.indexable and a.deleted_at is null and a.suspended_at is null
             and (a.silenced_at is null
                  or coalesce((select f.active from follows f
                                where f.follower_id = ${viewerId} and f.followee_id = a.id), false)))`

/**
 * The newest posts with these words among what this viewer may find: public ones of authors who let theirs be found,
 * and, unless `onlyOpen`, what is in the viewer's library. The rules are looked at in the order of the ids and only
 * until there are enough: hence the two steps, which `offset 0` keeps apart.
 *
 * Each of the tsqueries is looked for by itself: GIN takes "this slice and these words" by skipping through the longer
 * lists, but reads them whole for "one of these slices".
 *
 * @param queries what is wanted, in parts. @param own the words that mark a post as the viewer's own or as for them.
 */
export const newestMatches = (
  read: Read,
  wanted: Wanted,
  queries: readonly string[],
  onlyOpen: boolean,
  own: string,
) => read<{ post_id: number }>`
  select s.post_id
    from (select s.*
            from unnest(${[...queries]}::text[]) g (words)
            cross join lateral (
              select s.post_id, s.author_id, s.open, s.words @@ ${own}::tsquery as own
                from search_posts s where s.words @@ g.words::tsquery and ${bounds(read, wanted)} offset 0) s
           order by s.post_id desc offset 0) s
   where case when s.open and ${findable(read, wanted.viewerId)} then true
              when ${onlyOpen} then false
              else s.own or ${marked(read, 'favourites', wanted)} or ${marked(read, 'bookmarks', wanted)}
                   or ${marked(read, 'boosts', wanted)} or ${voted(read, wanted)} end
   order by s.post_id desc limit ${wanted.limit}`

/** A scalar, because Postgres would read all that somebody ever marked for an `exists`. */
const marked = (read: Read, set: 'favourites' | 'bookmarks' | 'boosts', { viewerId }: Wanted) => read`
  coalesce((select l.active from ${read(set)} l where l.account_id = ${viewerId} and l.post_id = s.post_id), false)`

/** A scalar for the same reason. A vote is never taken back. */
const voted = (read: Read, { viewerId }: Wanted) => read`
  coalesce((select true from poll_votes v where v.account_id = ${viewerId} and v.post_id = s.post_id), false)`

/** The newest posts with these words among what the viewer favourited, bookmarked, boosted or voted in: each is looked at. */
export const newestKept = (read: Read, wanted: Wanted) => read<{ post_id: number }>`
  with kept as materialized (
    select post_id from favourites where account_id = ${wanted.viewerId} and active
    union select post_id from bookmarks where account_id = ${wanted.viewerId} and active
    union select post_id from boosts where account_id = ${wanted.viewerId} and active
    union select post_id from poll_votes where account_id = ${wanted.viewerId}
  )
  select s.post_id
    from (select post_id from kept order by post_id desc offset 0) k
    cross join lateral (select s.post_id from search_posts s
                         where s.post_id = k.post_id and (${wanted.words} = '' or s.words @@ ${wanted.words}::tsquery)
                           and ${bounds(read, wanted)} offset 0) s
   order by k.post_id desc limit ${wanted.limit}`

/** Hashtags that begin with a text, the exact one first, then those of most posts. */
export async function tagsByPrefix(read: Read, prefix: string, limit: number, offset: number): Promise<string[]> {
  const rows = await read<{ tag: string }>`
    select tag from search_tags
     where tag ~>=~ ${prefix} and tag ~<~ ${`${prefix}\u{10ffff}`} and posts > 0
     order by tag = ${prefix} desc, posts desc, tag limit ${limit} offset ${offset}`
  return rows.map((row) => row.tag)
}
