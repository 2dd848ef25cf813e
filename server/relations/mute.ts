import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { endMute, holdMute, lockPair } from './queries.ts'
import type { MuteBody, Relationship } from './schema.ts'
import { muted, unmuted } from './signals.ts'
import { requireOther } from './target.ts'
import { relationship } from './views.ts'

/** Mutes an account for good or for a time; a mute that holds already takes the new settings. */
export async function mute(app: App, viewer: Viewer, id: string, wanted: MuteBody): Promise<Relationship> {
  const { row: target } = await requireOther(app, viewer, id)
  const now = app.now()
  const expiresAt = wanted.duration > 0 ? new Date(now.getTime() + wanted.duration * 1000) : null
  const pair = { muterId: viewer.accountId, mutedId: target.id }
  const { notifications } = wanted
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, target.id)
    await holdMute(tx, { ...pair, notifications, expiresAt, now })
    await emit(tx, muted, { ...pair, notifications, expiresAt: expiresAt?.toISOString() ?? null })
  })
  return await relationship(app, viewer.accountId, target.id)
}

export async function unmute(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: target } = await requireOther(app, viewer, id)
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, target.id)
    const ended = await endMute(tx, viewer.accountId, target.id)
    if (ended.length > 0) await emit(tx, unmuted, { muterId: viewer.accountId, mutedId: target.id })
  })
  return await relationship(app, viewer.accountId, target.id)
}
