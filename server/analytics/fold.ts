import type { Views } from '../requests/index.ts'
import type { AccountHourRow, Counted, PostHourRow, PostRow, TagHourRow } from './queries.ts'
import { NOBODY, unite } from './sketches.ts'

export interface Folded {
  readonly posts: PostRow[]
  readonly postHours: PostHourRow[]
  readonly accountHours: AccountHourRow[]
  readonly tagHours: TagHourRow[]
}

interface Bucket {
  views: number
  opens: number
  readonly sketches: Uint8Array[]
  own: boolean
}

const HOUR_MS = 3600 * 1000
const hourOf = (ms: number): number => ms - (ms % HOUR_MS)

/** Buckets by key, in the order in which they came to be. */
class Buckets<K> {
  readonly all = new Map<string, { readonly key: K; readonly bucket: Bucket }>()

  of(name: string, key: K): Bucket {
    const found = this.all.get(name)
    if (found) return found.bucket
    const bucket = { views: 0, opens: 0, sketches: [], own: false }
    this.all.set(name, { key, bucket })
    return bucket
  }

  /** Those in which anybody else than the owner is. */
  rows<R>(make: (key: K, bucket: Bucket) => R): R[] {
    return [...this.all.values()].filter(({ bucket }) => bucket.views > 0).map(({ key, bucket }) => make(key, bucket))
  }
}

interface Hour<K> {
  readonly id: K
  readonly hourMs: number
}

/**
 * What was seen, by what it is counted for: a boost counts for what it shows, a post for its author as well.
 *
 * Whose own a post or a profile is does not count. The reading knows no authors, so their looks are in the counts and in
 * the sketches; `seen` tells how often they looked, which is taken off here, and `own` says that they are in the sketch.
 *
 * @param counted posts that may be counted, by the id under which they were shown.
 */
export function fold(views: Views, counted: ReadonlyMap<number, Counted>): Folded {
  const posts = new Buckets<Counted>()
  const postHours = new Buckets<{ readonly post: Counted; readonly hourMs: number }>()
  const authors = new Buckets<Hour<number>>()
  const profiles = new Buckets<Hour<number>>()
  const bucketsOf = (post: Counted, hourMs: number) => [
    posts.of(`${post.post_id}`, post),
    postHours.of(`${post.post_id} ${hourMs}`, { post, hourMs }),
    authors.of(`${post.author_id} ${hourMs}`, { id: post.author_id, hourMs }),
  ]
  for (const one of views.posts) {
    const post = counted.get(one.postId)
    for (const bucket of post ? bucketsOf(post, one.hourMs) : []) add(bucket, one.views, one.opens, one.viewers)
  }
  for (const { accountId, hourMs, visits, visitors } of views.profiles) {
    add(profiles.of(`${accountId} ${hourMs}`, { id: accountId, hourMs }), visits, 0, visitors)
  }
  for (const { accountId, ...seen } of views.seen) {
    for (const [list, opens] of [
      [seen.posts, 0],
      [seen.opened, 1],
    ] as const) {
      for (const [postId, atMs, times] of list) {
        const post = counted.get(postId)
        if (post?.author_id !== accountId) continue
        for (const bucket of bucketsOf(post, hourOf(atMs))) takeOff(bucket, times, times * opens)
      }
    }
    for (const [profileId, atMs, times] of seen.profiles) {
      if (profileId !== accountId) continue
      const hourMs = hourOf(atMs)
      takeOff(profiles.of(`${profileId} ${hourMs}`, { id: profileId, hourMs }), times, 0)
    }
  }
  return {
    posts: posts.rows(({ post_id: postId }, bucket) => ({ postId, ...figures(bucket) })),
    postHours: postHours.rows(({ post, hourMs }, bucket) => ({
      postId: post.post_id,
      authorId: post.author_id,
      hourMs,
      ...figures(bucket),
    })),
    accountHours: joined(authors, profiles),
    tagHours: tagHours(views),
  }
}

function add(bucket: Bucket, views: number, opens: number, sketch: Uint8Array): void {
  bucket.views += views
  bucket.opens += opens
  bucket.sketches.push(sketch)
}

function takeOff(bucket: Bucket, views: number, opens: number): void {
  bucket.views -= views
  bucket.opens -= opens
  bucket.own = true
}

const figures = ({ views, opens, sketches, own }: Bucket) => ({
  views,
  opens: Math.max(0, opens),
  viewers: unite(sketches),
  own,
})

function joined(authors: Buckets<Hour<number>>, profiles: Buckets<Hour<number>>): AccountHourRow[] {
  const rows = new Map<string, AccountHourRow>()
  const nothing = { views: 0, opens: 0, viewers: NOBODY, own: false, visits: 0, visitors: NOBODY, ownVisit: false }
  for (const row of authors.rows(({ id: accountId, hourMs }, bucket) => ({ accountId, hourMs, ...figures(bucket) }))) {
    rows.set(`${row.accountId} ${row.hourMs}`, { ...nothing, ...row })
  }
  for (const row of profiles.rows(({ id: accountId, hourMs }, bucket) => ({ accountId, hourMs, ...figures(bucket) }))) {
    const { accountId, hourMs, views: visits, viewers: visitors, own: ownVisit } = row
    const name = `${accountId} ${hourMs}`
    rows.set(name, { ...(rows.get(name) ?? { ...nothing, accountId, hourMs }), visits, visitors, ownVisit })
  }
  return [...rows.values()]
}

function tagHours(views: Views): TagHourRow[] {
  const tags = new Buckets<Hour<string>>()
  for (const { tag, hourMs, views: more, viewers } of views.tags) {
    add(tags.of(`${hourMs} ${tag}`, { id: tag, hourMs }), more, 0, viewers)
  }
  return tags.rows(({ id: tag, hourMs }, bucket) => ({
    tag,
    hourMs,
    views: bucket.views,
    viewers: unite(bucket.sketches),
  }))
}
