import type { App } from '../app.ts'
import { emojisFor } from '../emojis/index.ts'
import type { Viewer } from '../http/index.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { insertDismissal, insertReaction, lockAnnouncement, reactionRows, removeReaction } from './queries.ts'
import { announcementReacted } from './signals.ts'
import { requireAnnouncement } from './views.ts'

/** Different emojis on one announcement; Mastodon's. */
const MOST_REACTIONS = 8

/** One whole emoji that is recommended for interchange (Unicode Technical Standard 51). */
const EMOJI = /^\p{RGI_Emoji}$/v

/** As it is kept: some apps leave out the selector that makes a heart an emoji. null: it is none. */
function unicodeName(name: string): string | null {
  return [name, `${name}\ufe0f`].find((one) => EMOJI.test(one)) ?? null
}

/**
 * Reacts with a Unicode emoji or a custom one; a second time it does nothing.
 *
 * @throws Problem 404, 422 (no emoji, or too many different ones).
 */
export async function react(app: App, viewer: Viewer, id: string, given: string): Promise<object> {
  const announcement = await requireAnnouncement(app, id)
  const name = unicodeName(given) ?? (await emojisFor(app)).get(given)?.shortcode
  if (name === undefined) throw unprocessable('Validation failed: Name is not a recognized emoji')
  await transact(app.db, async (tx) => {
    const [row] = await lockAnnouncement(tx, announcement.id)
    if (!row?.published_at) throw notFound('There is no such announcement.')
    const there = await reactionRows(tx, [row.id], null)
    if (there.length >= MOST_REACTIONS && !there.some((one) => one.name === name)) {
      throw unprocessable(`Validation failed: Limit of ${MOST_REACTIONS} different reactions reached`)
    }
    const made = await insertReaction(tx, row.id, viewer.accountId, name)
    if (made.length > 0) await emit(tx, announcementReacted, { announcementId: row.id, name })
  })
  return {}
}

/** @throws Problem 404 when there is none of theirs. */
export async function unreact(app: App, viewer: Viewer, id: string, given: string): Promise<object> {
  const { id: announcementId } = await requireAnnouncement(app, id)
  const name = unicodeName(given) ?? given
  await transact(app.db, async (tx) => {
    if ((await removeReaction(tx, announcementId, viewer.accountId, name)).length === 0) {
      throw notFound('There is no such reaction of yours.')
    }
    await emit(tx, announcementReacted, { announcementId, name })
  })
  return {}
}

/** It is not listed for them any more. @throws Problem 404. */
export async function dismiss(app: App, viewer: Viewer, id: string): Promise<object> {
  const announcement = await requireAnnouncement(app, id)
  await transact(app.db, (tx) => insertDismissal(tx, viewer.accountId, announcement.id))
  return {}
}
