import type { App } from '../app.ts'
import { Cache, perApp } from '../kit/index.ts'
import { selectHidden } from './queries.ts'

/** Who is hidden from somebody, and from whom they are hidden. Belongs to the cache: not to be changed. */
export interface Hidden {
  readonly blocking: Set<number>
  readonly blockedBy: Set<number>
  /** Only mutes that hold now; one without an end has Infinity. */
  readonly muting: Map<number, { notifications: boolean; expiresAtMs: number }>
}

const MOST_KEPT = 50_000

interface Entry extends Hidden {
  /** When the first of the mutes runs out. */
  nextEndMs: number
}

/** One cache per App, forgotten by the listeners of this module. */
export const hiddenCache = perApp(
  (app: App) =>
    new Cache<number, Entry>(MOST_KEPT, async (viewerIds) => {
      const entries = new Map(viewerIds.map((id) => [id, emptyEntry()]))
      for (const row of await selectHidden(app.db.read, viewerIds, app.now())) {
        const entry = entries.get(row.viewer_id)!
        if (row.kind === 'muting') {
          const expiresAtMs = row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY
          entry.muting.set(row.other_id, { notifications: row.notifications === true, expiresAtMs })
          entry.nextEndMs = Math.min(entry.nextEndMs, expiresAtMs)
        } else entry[row.kind].add(row.other_id)
      }
      return entries
    }),
)

const emptyEntry = (): Entry => ({
  blocking: new Set(),
  blockedBy: new Set(),
  muting: new Map(),
  nextEndMs: Number.POSITIVE_INFINITY,
})

/** Whom this viewer blocks and mutes, and who blocks them; from memory, or with one statement. */
export async function hiddenFor(app: App, viewerId: number): Promise<Hidden> {
  return current(app, (await hiddenCache(app).get(viewerId))!)
}

/** The same when it is in memory already; for the hot path, which does not wait. */
export function knownHiddenFor(app: App, viewerId: number): Hidden | undefined {
  const entry = hiddenCache(app).peek(viewerId)
  return entry && current(app, entry)
}

function current(app: App, entry: Entry): Hidden {
  const nowMs = app.now().getTime()
  if (entry.nextEndMs <= nowMs) dropEnded(entry, nowMs)
  return entry
}

function dropEnded(entry: Entry, nowMs: number): void {
  entry.nextEndMs = Number.POSITIVE_INFINITY
  for (const [id, { expiresAtMs }] of entry.muting) {
    if (expiresAtMs <= nowMs) entry.muting.delete(id)
    else entry.nextEndMs = Math.min(entry.nextEndMs, expiresAtMs)
  }
}

/** Whether somebody is to be left out of lists of people: blocked, muted, or blocking the viewer. */
export const isHidden = ({ blocking, blockedBy, muting }: Hidden, id: number): boolean =>
  blocking.has(id) || blockedBy.has(id) || muting.has(id)

/** False when either of the two blocks the other. */
export async function mayInteract(app: App, viewerId: number, otherId: number): Promise<boolean> {
  const { blocking, blockedBy } = await hiddenFor(app, viewerId)
  return !blocking.has(otherId) && !blockedBy.has(otherId)
}
