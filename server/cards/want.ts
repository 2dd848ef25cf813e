import type { App } from '../app.ts'
import { emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { keyOf, linkAddress } from './address.ts'
import { cardRows, claimCard, insertCard, touchCards } from './queries.ts'
import { cardWanted } from './signals.ts'

/** Longer than any job waits: while a page is being asked nobody else asks it. */
export const CLAIM_MS = 2 * 60 * 60 * 1000
/** `wanted_at` is no more exact than this, so that a popular link is not written with each post. */
export const TOUCH_MS = 7 * 24 * 60 * 60 * 1000

/**
 * In the transaction of a post with this link: sees to it that there will be a preview. The page is asked by a job after
 * the commit, once however many post it; one that was asked within two weeks (or failed a while ago) is not.
 * @returns the address under which the post keeps its card, for `cardEntries`; null for a link that can have none, and
 *   where previews are turned off.
 */
export async function wantCard(app: App, tx: Tx, link: string): Promise<string | null> {
  const url = app.config.linkPreviews ? linkAddress(link) : null
  if (url === null) return null
  const key = keyOf(url)
  const now = app.now()
  const claimedUntil = new Date(now.getTime() + CLAIM_MS)
  const [row] = await cardRows(tx, [key])
  if (row && row.wanted_at.getTime() < now.getTime() - TOUCH_MS) await touchCards(tx, [key], now)
  if (row && row.ask_after > now) return url
  const mine = row ? await claimCard(tx, key, now, claimedUntil) : await insertCard(tx, key, url, now, claimedUntil)
  if (mine.length > 0) await emit(tx, cardWanted, { url, putOff: 0 })
  return url
}
