import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import type { PostEntry } from './entries.ts'
import { type Hydrated, hydrate } from './hydrate.ts'
import type { FlagsRow } from './queries.ts'
import { boostShows, noStats, select } from './views.ts'

/** The strings here are ASCII (field names, numbers, booleans), so their length is their size in bytes. */
type Piece = Buffer | string

/**
 * Posts as the bytes of a JSON array, put together from what is kept: the hot path of timelines. It shows the same as
 * `renderPosts`, in another order of fields.
 *
 * @param most how many are wanted; `ids` may have spare ones, which are looked at when rules leave some out.
 * @returns the bytes, and the ids that are in them.
 */
export async function renderPostBytes(
  app: App,
  viewer: Viewer | null,
  ids: readonly number[],
  most = Number.POSITIVE_INFINITY,
): Promise<{ bytes: Buffer; ids: number[] }> {
  const { got, selected } = await fill(app, viewer, ids, most)
  const pieces: Piece[] = []
  for (const { post, shown } of selected) {
    pieces.push(pieces.length === 0 ? '[' : ',')
    if (shown === post) pushPost(pieces, got, post)
    else pushBoost(pieces, got, post, shown)
  }
  pieces.push(pieces.length === 0 ? '[]' : ']')
  return { bytes: join(pieces), ids: selected.map(({ post }) => post.row.id) }
}

/** Looks at as many posts as are wanted and, only when rules left some out, at the spare ones as well. */
async function fill(app: App, viewer: Viewer | null, ids: readonly number[], most: number) {
  const first = ids.slice(0, most)
  const got = await hydrate(app, viewer, first)
  const selected = select(got, viewer, first, 'list')
  if (selected.length === first.length || first.length === ids.length) return { got, selected }
  const all = await hydrate(app, viewer, ids)
  return { got: all, selected: select(all, viewer, ids, 'list').slice(0, most) }
}

function pushPost(pieces: Piece[], got: Hydrated, post: PostEntry): void {
  const account = got.accounts.peek(post.row.author_id)!.bytes
  pieces.push(post.head, ',"account":', account, `${varyingText(got, post)},"reblog":null}`)
}

function pushBoost(pieces: Piece[], got: Hydrated, boost: PostEntry, shown: PostEntry): void {
  if (boost.boostHead?.around !== shown) {
    const bytes = Buffer.from(JSON.stringify({ ...boost.stable, ...boostShows(shown) }).slice(0, -1))
    boost.boostHead = { around: shown, bytes }
  }
  const account = got.accounts.peek(boost.row.author_id)!.bytes
  pieces.push(boost.boostHead!.bytes, ',"account":', account, `${varyingText(got, shown)},"reblog":`)
  pushPost(pieces, got, shown)
  pieces.push('}')
}

/** The counters, and what the post is to the viewer. */
function varyingText(got: Hydrated, shown: PostEntry): string {
  const { replies, boosts, favourites } = got.stats.peek(shown.row.id) ?? noStats
  const flags = got.flags?.peek(shown.row.id)
  return `,"replies_count":${replies},"reblogs_count":${boosts},"favourites_count":${favourites}${flags ? flagsText(flags) : ''}`
}

/** One for each of the combinations, made at first use. */
const flagTexts: string[] = []

function flagsText({ favourited, boosted, bookmarked, pinned, muted }: FlagsRow): string {
  const key = +favourited | (+boosted << 1) | (+bookmarked << 2) | (+pinned << 3) | (+muted << 4)
  flagTexts[key] ??= `,${JSON.stringify({ favourited, reblogged: boosted, muted, bookmarked, pinned }).slice(1, -1)}`
  return flagTexts[key]
}

function join(pieces: readonly Piece[]): Buffer {
  let size = 0
  for (const piece of pieces) size += piece.length
  const bytes = Buffer.allocUnsafeSlow(size)
  let at = 0
  for (const piece of pieces) {
    if (typeof piece === 'string') at += bytes.write(piece, at, 'latin1')
    else {
      bytes.set(piece, at)
      at += piece.length
    }
  }
  return bytes
}
