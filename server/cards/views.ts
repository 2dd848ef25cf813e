import { accountCache, accountEntries, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { Cache, messageOf, perApp } from '../kit/index.ts'
import { pictureUrl } from '../media/index.ts'
import { stateOf } from '../sites/index.ts'
import { transact } from '../storage/index.ts'
import { keyOf } from './address.ts'
import { type CardRow, cardRows, touchCards } from './queries.ts'
import type { PreviewCard } from './schema.ts'
import { TOUCH_MS, wantCard } from './want.ts'

/** `row` is null where there is nothing to show: a card of nothing is remembered like any other. */
interface Entry {
  readonly row: CardRow | null
}

const MOST_KEPT = 20_000
/** As many as a page of posts has. */
const MOST_ASKED = 40

/** Keyed by address; forgotten by the listeners of this module. */
export const cardCache = perApp((app: App) => new Cache<string, Entry>(MOST_KEPT, (urls) => load(app, urls)))

async function load(app: App, urls: string[]): Promise<Map<string, Entry>> {
  const byKey = new Map(urls.map((url) => [keyOf(url), url]))
  const found = new Map<string, Entry>(urls.map((url) => [url, { row: null }]))
  const rows = await cardRows(app.db.read, [...byKey.keys()])
  for (const row of rows) if (row.preview !== null) found.set(byKey.get(row.key)!, { row })
  keepFromSweep(app, rows)
  const known = new Set(rows.map(({ key }) => key))
  askForUnknown(
    app,
    urls.filter((url) => !known.has(keyOf(url))),
  )
  return found
}

/** Where there are two sites, links that were posted at the other one: whoever looks has them asked. Nobody waits. */
function askForUnknown(app: App, urls: string[]): void {
  const asked = stateOf(app).other ? urls.slice(0, MOST_ASKED) : []
  if (asked.length === 0 || !app.config.linkPreviews) return
  transact(app.db, async (tx) => {
    for (const url of asked) await wantCard(app, tx, url)
  }).catch((error) => app.log.warn({ error }, `Previews could not be asked for: ${messageOf(error)}`))
}

/** What is looked at stays. Nobody waits for this, and when it fails the next who looks does it. */
function keepFromSweep(app: App, rows: CardRow[]): void {
  const now = app.now()
  const old = rows.filter((row) => row.wanted_at.getTime() < now.getTime() - TOUCH_MS).map((row) => row.key)
  if (old.length === 0) return
  transact(app.db, async (tx) => void (await touchCards(tx, old, now))).catch((error) => {
    app.log.warn({ error }, `Previews that are looked at could not be marked: ${messageOf(error)}`)
  })
}

/**
 * The cards of addresses as `wantCard` returned them: one for each of them, null where there is none (yet). At most two
 * statements, whatever is asked for, and none when warm.
 */
export async function cardEntries(
  app: App,
  viewerId: number | null,
  urls: Iterable<string>,
): Promise<Map<string, PreviewCard | null>> {
  const entries = await cardCache(app).getMany(urls)
  const authors = [...entries.values()].flatMap(({ row }) => row?.author_id ?? [])
  const accounts = await accountEntries(app, authors)
  const shown = new Map<string, PreviewCard | null>()
  for (const [url, { row }] of entries) {
    const author = row?.author_id == null ? undefined : accounts.get(row.author_id)
    shown.set(url, row && present(app, viewerId, row, author && isVisible(author.row) ? author.json : null))
  }
  return shown
}

/** The same for one, without waiting: undefined when it is not in memory. */
export function peekCard(app: App, viewerId: number | null, url: string): PreviewCard | null | undefined {
  const entry = cardCache(app).peek(url)
  if (entry === undefined) return undefined
  if (entry.row === null) return null
  const { author_id } = entry.row
  if (author_id === null) return present(app, viewerId, entry.row, null)
  const author = accountCache(app).peek(author_id)
  return author && present(app, viewerId, entry.row, isVisible(author.row) ? author.json : null)
}

function present(
  app: App,
  viewerId: number | null,
  row: CardRow,
  account: PreviewCard['authors'][number]['account'],
): PreviewCard {
  const preview = row.preview!
  const name = account && preview.author_name === '' ? account.display_name || account.username : preview.author_name
  const url = account && preview.author_url === '' ? account.url : preview.author_url
  const isSaid = account !== null || name !== '' || url !== ''
  return {
    url: row.url,
    ...preview,
    authors: isSaid ? [{ name, url, account }] : [],
    image: row.picture && pictureUrl(app, row.picture),
    missing_attribution: viewerId !== null && row.claimed_id === viewerId,
  }
}
