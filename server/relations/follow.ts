import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { forbidden } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { endRequest, type FollowSettings, holdFollow, holdRequest, lockPair, selectStanding } from './queries.ts'
import type { FollowBody, Relationship } from './schema.ts'
import { followed, followRequested, followRequestGone } from './signals.ts'
import { requireOther } from './target.ts'
import { relationship } from './views.ts'

const atFirst: FollowSettings = { show_reblogs: true, notify: false, languages: null }

/**
 * Follows an account, or asks to when it is locked. For a follow or a request that is there already it only changes
 * the settings that are given; a request to an account that is no longer locked becomes a follow.
 *
 * @throws Problem 404 when there is no such account; 403 for oneself, and when either of the two blocks the other.
 */
export async function follow(app: App, viewer: Viewer, id: string, wanted: FollowBody): Promise<Relationship> {
  const { row: target } = await requireOther(app, viewer, id)
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, target.id)
    const standing = await selectStanding(tx, viewer.accountId, target.id)
    const of = (kind: 'follow' | 'request' | 'block') => standing.find((row) => row.kind === kind)
    if (of('block')) throw forbidden('You cannot follow somebody whom you block or who blocks you.')
    const before = of('follow')
    const request = of('request')
    const settings = withWishes(before ?? request ?? atFirst, wanted)
    if (before) {
      if (differ(before, settings)) await beginFollow(tx, viewer.accountId, target.id, settings, false)
    } else if (target.locked) await ask(tx, viewer.accountId, target.id, settings, request)
    else {
      if (request) await acceptRequest(tx, viewer.accountId, target.id)
      await beginFollow(tx, viewer.accountId, target.id, settings, true)
    }
  })
  return await relationship(app, viewer.accountId, target.id)
}

/** Makes a follow hold, or gives it other settings, and says so. The pair must be locked. */
export async function beginFollow(
  tx: Tx,
  followerId: number,
  followeeId: number,
  settings: FollowSettings,
  isNew: boolean,
): Promise<void> {
  await holdFollow(tx, followerId, followeeId, settings)
  const { show_reblogs: showReblogs, notify } = settings
  await emit(tx, followed, { followerId, followeeId, showReblogs, notify, isNew })
}

/** @returns the settings that were asked for; undefined when nobody asked. The pair must be locked. */
export async function acceptRequest(
  tx: Tx,
  followerId: number,
  followeeId: number,
): Promise<FollowSettings | undefined> {
  const [settings] = await endRequest(tx, followerId, followeeId)
  if (settings) await emit(tx, followRequestGone, { followerId, followeeId, accepted: true })
  return settings
}

async function ask(
  tx: Tx,
  followerId: number,
  followeeId: number,
  settings: FollowSettings,
  before: FollowSettings | undefined,
): Promise<void> {
  if (before && !differ(before, settings)) return
  await holdRequest(tx, followerId, followeeId, settings)
  if (!before) await emit(tx, followRequested, { followerId, followeeId })
}

const withWishes = (before: FollowSettings, { reblogs, notify, languages }: FollowBody): FollowSettings => ({
  show_reblogs: reblogs ?? before.show_reblogs,
  notify: notify ?? before.notify,
  languages: languages ? (languages.length > 0 ? [...new Set(languages)].sort() : null) : before.languages,
})

const differ = (one: FollowSettings, other: FollowSettings): boolean =>
  one.show_reblogs !== other.show_reblogs ||
  one.notify !== other.notify ||
  one.languages?.join() !== other.languages?.join()
