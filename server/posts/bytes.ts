import type { App } from '../app.ts'
import { showing, type Viewer } from '../http/index.ts'
import { type Hydrated, hydrate, type Line } from './hydrate.ts'
import type { FlagsRow } from './queries.ts'
import { type Rules, select } from './rules.ts'
import { approvalsText, filteredOf, pollOf, quoteOf, type Shown } from './varying.ts'
import { boostShows } from './views.ts'

/** The strings here are ASCII (field names, numbers, booleans), so their length is their size in bytes. */
type Piece = Buffer | string

/**
 * Posts as the bytes of a JSON array, put together from what is kept: the hot path of timelines. It shows the same as
 * `renderPosts`, in another order of fields.
 *
 * @param most how many are wanted; `ids` may have spare ones, which are looked at when rules leave some out.
 * @returns the bytes (`showing`), and the ids that are in them.
 */
export async function renderPostBytes(
  app: App,
  viewer: Viewer | null,
  ids: readonly number[],
  most = Number.POSITIVE_INFINITY,
  rules: Rules = 'list',
): Promise<{ bytes: Buffer; ids: number[] }> {
  const { lines, hidden, filters } = await fill(app, viewer, ids, most, rules)
  const shown = { viewer, hidden, filters, nowMs: app.now().getTime() }
  const pieces: Piece[] = []
  for (const line of lines) {
    if (line.boosted) pushBoost(pieces, line, line.boosted, shown)
    else pushPost(pieces, line, shown, 'whole', '},')
  }
  const shownIds = lines.map(({ post, boosted }) => (boosted?.post ?? post).row.id)
  return { bytes: showing(join(pieces), shownIds), ids: lines.map(({ post }) => post.row.id) }
}

/** Looks at as many posts as are wanted and, only when rules left some out, at the spare ones as well. */
async function fill(
  app: App,
  viewer: Viewer | null,
  ids: readonly number[],
  most: number,
  rules: Rules,
): Promise<Hydrated> {
  const first = ids.length > most ? ids.slice(0, most) : ids
  const got = await hydrate(app, viewer, first)
  const lines = select(got, viewer, rules)
  if (lines.length === first.length || first.length === ids.length) return { ...got, lines }
  const all = await hydrate(app, viewer, ids)
  return { ...all, lines: select(all, viewer, rules).slice(0, most) }
}

/** How much of what a post quotes is shown: the whole post, or its id. */
type Quoting = 'whole' | 'id'

/** @param end what follows its last field. */
function pushPost(pieces: Piece[], line: Line, shown: Shown, quoting: Quoting, end: string): void {
  pieces.push(line.post.head, line.author.field, varyingText(line, shown))
  pushFiltered(pieces, line, shown)
  const poll = pollOf(line, shown)
  const { card, collections } = line
  if (!poll && !card && collections.length === 0 && line.post.row.quote_of_id === null) {
    pieces.push(`,"poll":null,"card":null,"tagged_collections":[],"quote":null,"reblog":null${end}`)
    return
  }
  const extras = JSON.stringify({ poll, card, tagged_collections: collections })
  pieces.push(Buffer.from(`,${extras.slice(1, -1)}`))
  if (line.post.row.quote_of_id === null) pieces.push(',"quote":null')
  else pushQuote(pieces, line, shown, quoting)
  pieces.push(`,"reblog":null${end}`)
}

function pushQuote(pieces: Piece[], line: Line, shown: Shown, quoting: Quoting): void {
  const { state, quoted } = quoteOf(line, shown)!
  if (quoting === 'id') {
    const id = quoted ? `"${quoted.post.row.id}"` : null
    pieces.push(`,"quote":{"state":"${state}","quoted_status_id":${id}}`)
  } else if (quoted) {
    pieces.push(`,"quote":{"state":"${state}","quoted_status":`)
    pushPost(pieces, quoted, shown, 'id', '}}')
  } else pieces.push(`,"quote":{"state":"${state}","quoted_status":null}`)
}

function pushBoost(pieces: Piece[], { post, author }: Line, boosted: Line, shown: Shown): void {
  if (post.boostHead?.around !== boosted.post) {
    const bytes = Buffer.from(JSON.stringify({ ...post.stable, ...boostShows(boosted.post) }).slice(0, -1))
    post.boostHead = { around: boosted.post, bytes }
  }
  pieces.push(post.boostHead.bytes, author.field, varyingText(boosted, shown))
  pushFiltered(pieces, boosted, shown)
  pieces.push(`,"poll":null,"card":null,"tagged_collections":[],"quote":null,"reblog":`)
  pushPost(pieces, boosted, shown, 'whole', '}},')
}

function pushFiltered(pieces: Piece[], line: Line, shown: Shown): void {
  if (!line.flags) return
  const filtered = filteredOf(line, shown)
  pieces.push(filtered.length === 0 ? ',"filtered":[]' : Buffer.from(`,"filtered":${JSON.stringify(filtered)}`))
}

/** The counters, and what the post is to the viewer. */
function varyingText(line: Line, { viewer }: Shown): string {
  const { stats, flags } = line
  return `,"replies_count":${stats.replies},"reblogs_count":${stats.boosts},"favourites_count":${stats.favourites},"quotes_count":${stats.quotes}${approvalsText(line, viewer)}${flags ? flagsText(flags) : ''}`
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
