import { type Attribution, attributionOf } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { messageOf, Problem, perApp } from '../kit/index.ts'
import { fetchOutside, OutsideError } from '../outgoing/index.ts'
import { emit, emitAt } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { keyOf } from './address.ts'
import { decodePage } from './charset.ts'
import { address } from './clean.ts'
import { type Embed, fetchEmbed } from './oembed.ts'
import { type CardPicture, keepCardPicture } from './picture.ts'
import { type Preview, previewOf } from './preview.ts'
import { type CardRow, cardRows, lockFetching, noteFailure, noteFound } from './queries.ts'
import { readPage } from './read-page.ts'
import { cardFetched, cardPictureLeft, cardWanted } from './signals.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const GOOD_FOR_MS = 14 * DAY_MS
/** A picture that was replaced is still shown by apps that have not asked since. */
const OLD_PICTURE_MS = DAY_MS
/** Of one server, by all who post links to it: a popular post must not become a flood. */
export const MOST_PER_MINUTE = 30
const MOST_PAGE_BYTES = 1024 * 1024
/** Other slow jobs, mails among them, must not wait behind slow pages. */
const MOST_AT_ONCE = 2
const MOST_PUT_OFF = 12

const underWay = perApp((_app: App) => ({ count: 0 }))

/** The job: asks the page of a link and notes what it says, alone even if another process has the same to do. */
export async function fetchCard(app: App, tx: Tx, wanted: { url: string; putOff: number }): Promise<void> {
  const running = underWay(app)
  if (running.count >= MOST_AT_ONCE) return await putOff(app, tx, wanted)
  running.count++
  try {
    const key = keyOf(wanted.url)
    const [lock] = await lockFetching(tx, key)
    const [row] = lock?.mine ? await cardRows(tx, [key]) : []
    if (!row || !app.config.linkPreviews || wasJustAsked(app, row)) return
    const found = await look(app, row).catch((error) => (isBusy(error) ? 'busy' : failed(app, row, error)))
    if (found === 'busy' && wanted.putOff < MOST_PUT_OFF) await putOff(app, tx, wanted)
    else if (found === 'busy') await noteTrouble(app, tx, row, true)
    else if ('again' in found) await noteTrouble(app, tx, row, found.again)
    else await note(app, tx, row, found)
  } finally {
    running.count--
  }
}

/** Two who wanted it at the same time are served by one answer. */
const wasJustAsked = (app: App, row: CardRow): boolean =>
  row.asked_at !== null && row.asked_at.getTime() > app.now().getTime() - MINUTE_MS

const isBusy = (error: unknown): boolean =>
  (error instanceof OutsideError && error.kind === 'busy') || (error instanceof Problem && error.status === 503)

/** In 3 seconds, 6, … up to 10 minutes, each somewhat earlier or later, so that they do not all come back together. */
async function putOff(app: App, tx: Tx, wanted: { url: string; putOff: number }): Promise<void> {
  const waitMs = Math.min(3000 * 2 ** wanted.putOff, 10 * MINUTE_MS)
  await emitAt(tx, cardWanted, { url: wanted.url, putOff: wanted.putOff + 1 }, later(app, waitMs))
}

const later = (app: App, waitMs: number): Date => new Date(app.now().getTime() + waitMs * (0.75 + Math.random() / 2))

type Looked = { preview: Preview | null; picture: CardPicture | null; creator: Attribution | null }
/** Trouble, and whether it may pass. */
type Trouble = { again: boolean }

const NOTHING: Looked = { preview: null, picture: null, creator: null }

async function look(app: App, row: CardRow): Promise<Looked | Trouble> {
  const answer = await fetchOutside(app, row.url, {
    maxBytes: MOST_PAGE_BYTES,
    timeoutMs: 6000,
    accept: ['text/html', 'application/xhtml+xml'],
    mostPerMinute: MOST_PER_MINUTE,
  })
  if (answer.status !== 200) return { again: answer.status >= 500 || answer.status === 429 }
  const page = await readPage(decodePage(answer.bytes, answer.headers['content-type']))
  const seen = previewOf(app, page, answer.url, await embedOf(app, page.oembed, answer.url))
  if (seen === null) return NOTHING
  const picture = seen.imageUrl === '' ? null : await keepCardPicture(app, seen.imageUrl, row.salt, MOST_PER_MINUTE)
  const creator = await creatorOf(app, page.metas.get('fediverse:creator'), answer.url)
  return { preview: withPicture(seen.preview, picture), picture, creator }
}

/** A provider that does not answer is as good as none, but for a crowd before it. */
async function embedOf(app: App, href: string | null, base: string): Promise<Embed | null> {
  const url = address(href, base)
  if (url === '') return null
  return await fetchEmbed(app, url, MOST_PER_MINUTE).catch((error) => {
    if (error instanceof OutsideError && error.kind !== 'busy') return null
    throw error
  })
}

/** Who wrote the page, if it names an account of this network, and whether its owner names the page's host. */
async function creatorOf(app: App, creator: string | undefined, url: string): Promise<Attribution | null> {
  const [, acct] = /^@?([^@\s]+@[^@\s]+)$/.exec(creator ?? '') ?? []
  return acct === undefined ? null : await attributionOf(app, acct, new URL(url).hostname)
}

/** A player has its own size; anything else has that of its picture. */
function withPicture(preview: Preview, picture: CardPicture | null): Preview {
  if (picture === null) return preview
  const size = preview.html === '' ? { width: picture.width, height: picture.height } : {}
  return { ...preview, ...size, blurhash: picture.blurhash }
}

async function note(app: App, tx: Tx, row: CardRow, found: Looked): Promise<void> {
  const now = app.now()
  const picture = found.picture?.name ?? null
  const card = { preview: found.preview, picture, creator: found.creator }
  await noteFound(tx, row.key, card, now, new Date(now.getTime() + GOOD_FOR_MS))
  if (row.picture !== null && row.picture !== picture) {
    const goneAt = new Date(now.getTime() + OLD_PICTURE_MS)
    await emitAt(tx, cardPictureLeft, { name: row.picture }, goneAt)
  }
  await emit(tx, cardFetched, { url: row.url })
}

function failed(app: App, row: CardRow, error: unknown): Trouble {
  if (!(error instanceof OutsideError)) throw error
  app.log.debug({ url: row.url }, `A linked page gives no preview: ${messageOf(error)}`)
  return { again: error.kind === 'unreachable' }
}

/**
 * What may pass is tried again by itself, twice: after ten minutes and after an hour. Beyond that, and for a clear no,
 * the page is asked again only when somebody posts it, and ever more seldom.
 */
async function noteTrouble(app: App, tx: Tx, row: CardRow, again: boolean): Promise<void> {
  const now = app.now().getTime()
  const waitMs = Math.min(10 * MINUTE_MS * 6 ** Math.min(row.failures, 10), GOOD_FOR_MS)
  const byItself = again && row.failures < 2
  const askAfter = byItself ? 2 * waitMs : again ? waitMs : Math.max(waitMs, DAY_MS)
  await noteFailure(tx, row.key, new Date(now), new Date(now + askAfter))
  if (byItself) await emitAt(tx, cardWanted, { url: row.url, putOff: 0 }, later(app, waitMs))
}
