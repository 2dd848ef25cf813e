/** What the reading of request files would tell of these looks. */
import { createHash } from 'node:crypto'
import type { World } from '../../testing/world.ts'
import { requestsRead, type Seen, Uniques, type Views } from '../requests/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'

export interface Look {
  /** Who: the id of an account, or anything else for somebody who is not signed in. */
  readonly by: string
  readonly at: Date
  readonly posts?: readonly string[]
  readonly opens?: string
  readonly profile?: string
  readonly tag?: string
}

const HOUR_MS = 3600 * 1000
const hourOf = (at: Date) => at.getTime() - (at.getTime() % HOUR_MS)

export function sketchOf(people: readonly string[]): Uint8Array {
  const sketch = new Uniques()
  for (const one of people) {
    const hash = createHash('sha256').update(one).digest()
    sketch.add(hash.readUInt32BE(0), hash.readUInt32BE(4))
  }
  return sketch.encode()
}

/** As the engine folds them: of posts and profiles by the hour, and of each person who is signed in. */
export function viewsOf(looks: readonly Look[]): Views {
  const times = looks.map((look) => look.at.getTime())
  const views: Views = {
    fromMs: Math.min(...times),
    untilMs: Math.max(...times),
    posts: [],
    profiles: [],
    tags: [],
    seen: [],
    actors: [],
  }
  const shown = looks.flatMap((look) =>
    [...(look.posts ?? []), ...(look.opens ? [look.opens] : [])].map((id) => ({ ...look, id, hour: hourOf(look.at) })),
  )
  for (const rows of Map.groupBy(shown, (row) => `${row.id} ${row.hour}`).values()) {
    const { id, hour } = rows[0]!
    const opens = rows.filter((row) => row.opens === id).length
    const viewers = sketchOf(rows.map((row) => row.by))
    views.posts.push({ postId: Number(id), hourMs: hour, views: rows.length, opens, viewers })
  }
  for (const rows of Map.groupBy(looks, (look) => look.profile && `${look.profile} ${hourOf(look.at)}`).values()) {
    const { profile, at } = rows[0]!
    const visitors = sketchOf(rows.map((row) => row.by))
    if (profile) views.profiles.push({ accountId: Number(profile), hourMs: hourOf(at), visits: rows.length, visitors })
  }
  for (const rows of Map.groupBy(looks, (look) => look.tag && `${look.tag} ${hourOf(look.at)}`).values()) {
    const { tag, at } = rows[0]!
    const viewers = sketchOf(rows.map((row) => row.by))
    if (tag) views.tags.push({ tag, hourMs: hourOf(at), views: rows.length, viewers })
  }
  for (const [by, mine] of Map.groupBy(looks, (look) => look.by)) {
    if (/^\d+$/.test(by)) views.seen.push(seenBy(Number(by), mine))
  }
  return views
}

function seenBy(accountId: number, looks: readonly Look[]): Seen {
  const once = <K extends string | number>(pairs: readonly (readonly [K, Date])[]) =>
    [...Map.groupBy(pairs, ([key, at]) => `${hourOf(at)} ${key}`).values()].map((all): [K, number, number] => [
      all[0]![0],
      Math.max(...all.map(([, at]) => at.getTime())),
      all.length,
    ])
  const some = <K>(of: (look: Look) => readonly K[]) =>
    looks.flatMap((look) => of(look).map((key) => [key, look.at] as const))
  return {
    accountId,
    posts: once(some((look) => (look.posts ?? []).map(Number))),
    opened: once(some((look) => (look.opens ? [Number(look.opens)] : []))),
    profiles: once(some((look) => (look.profile ? [Number(look.profile)] : []))),
    tags: once(some((look) => (look.tag ? [look.tag] : []))),
  }
}

/** Tells of them as the reader of the files does, in a transaction of its own. */
export const read = (world: World, looks: readonly Look[]): Promise<void> =>
  transact(world.app.db, (tx) => emit(tx, requestsRead, viewsOf(looks)))
