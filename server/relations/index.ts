/**
 * Who follows, blocks and mutes whom, and who asks to. Owns `follows`, `follow_requests`, `blocks` and `mutes`, and with
 * them the counters of followers; and what people keep about each other: notes, endorsements, blocked networks.
 */
import type { Module } from '../app.ts'
import { routes as domains } from './domains/routes.ts'
import { routes as familiar } from './familiar/routes.ts'
import { listen } from './listeners.ts'
import { routes as personal } from './personal/routes.ts'
import { routes } from './routes.ts'

export { follow } from './follow.ts'
export { type Hidden, hiddenFor, isHidden, knownHiddenFor, mayInteract } from './hidden.ts'
export { type FollowImport, type Imported, type ImportStep, importFollows, type SkippedLine } from './import/index.ts'
export { blockedAmong, followeesOf, followersOf, isFollowing, lockPairs } from './queries.ts'
export { Relationship } from './schema.ts'
export * from './signals.ts'
export { relationships } from './views.ts'

export const relations: Module = {
  name: 'relations',
  migrations: new URL('./migrations/', import.meta.url),
  routes: [...routes, ...personal, ...familiar, ...domains],
  listen,
}
