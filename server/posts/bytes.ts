import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { hydrate, type Line } from './hydrate.ts'
import type { FlagsRow } from './queries.ts'
import { boostShows, type Rules, select } from './views.ts'

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
  rules: Rules = 'list',
): Promise<{ bytes: Buffer; ids: number[] }> {
  const lines = await fill(app, viewer, ids, most, rules)
  const pieces: Piece[] = []
  for (const line of lines) {
    if (line.boosted) pushBoost(pieces, line, line.boosted)
    else pushPost(pieces, line, '},')
  }
  return { bytes: join(pieces), ids: lines.map(({ post }) => post.row.id) }
}

/** Looks at as many posts as are wanted and, only when rules left some out, at the spare ones as well. */
async function fill(
  app: App,
  viewer: Viewer | null,
  ids: readonly number[],
  most: number,
  rules: Rules,
): Promise<Line[]> {
  const first = ids.length > most ? ids.slice(0, most) : ids
  const lines = select(await hydrate(app, viewer, first), viewer, rules)
  if (lines.length === first.length || first.length === ids.length) return lines
  return select(await hydrate(app, viewer, ids), viewer, rules).slice(0, most)
}

/** @param end what follows its last field. */
function pushPost(pieces: Piece[], line: Line, end: string): void {
  pieces.push(line.post.head, line.author.field, `${varyingText(line)},"reblog":null${end}`)
}

function pushBoost(pieces: Piece[], { post, author }: Line, boosted: Line): void {
  if (post.boostHead?.around !== boosted.post) {
    const bytes = Buffer.from(JSON.stringify({ ...post.stable, ...boostShows(boosted.post) }).slice(0, -1))
    post.boostHead = { around: boosted.post, bytes }
  }
  pieces.push(post.boostHead.bytes, author.field, `${varyingText(boosted)},"reblog":`)
  pushPost(pieces, boosted, '}},')
}

/** The counters, and what the post is to the viewer. */
function varyingText({ stats, flags }: Line): string {
  return `,"replies_count":${stats.replies},"reblogs_count":${stats.boosts},"favourites_count":${stats.favourites}${flags ? flagsText(flags) : ''}`
}

/** One for each of the combinations, made at first use. */
const flagTexts: string[] = []

function flagsText({ favourited, boosted, bookmarked, pinned, muted }: FlagsRow): string {
  const key = +favourited | (+boosted << 1) | (+bookmarked << 2) | (+pinned << 3) | (+muted << 4)
  flagTexts[key] ??= `,${JSON.stringify({ favourited, reblogged: boosted, muted, bookmarked, pinned }).slice(1, -1)}`
  return flagTexts[key]
}

/** The pieces in brackets; each post ends with a comma, and the last one's becomes the closing bracket. */
function join(pieces: readonly Piece[]): Buffer {
  if (pieces.length === 0) return Buffer.from('[]')
  let size = 1
  for (const piece of pieces) size += piece.length
  const bytes = Buffer.allocUnsafeSlow(size)
  bytes[0] = 0x5b
  let at = 1
  for (const piece of pieces) {
    if (typeof piece === 'string') bytes.write(piece, at, piece.length, 'latin1')
    else bytes.set(piece, at)
    at += piece.length
  }
  bytes[size - 1] = 0x5d
  return bytes
}
