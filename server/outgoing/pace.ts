import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'
import { OutsideError } from './problem.ts'

const MINUTE_MS = 60_000
const MOST_SERVERS = 10_000

interface Minute {
  began: number
  count: number
}

const minutes = perApp((_app: App) => new Map<string, Minute>())

/**
 * Counts a request to one server (address and port, so that a thousand names of it are one) and refuses it when there
 * were `most` in this minute: whoever can make us ask must not be able to make us flood somebody else.
 * @throws OutsideError `busy`.
 */
export function countVisit(app: App, server: string, most: number): void {
  const now = app.now().getTime()
  const all = minutes(app)
  if (all.size >= MOST_SERVERS) for (const [name, minute] of all) if (isOver(minute, now)) all.delete(name)
  // Still so many within a minute: the oldest is forgotten, since the memory for it must end somewhere.
  if (all.size >= MOST_SERVERS) all.delete(all.keys().next().value!)
  const found = all.get(server)
  const minute = found && !isOver(found, now) ? found : { began: now, count: 0 }
  if (minute.count >= most) throw new OutsideError('busy', 'This server was asked often enough in this minute.')
  minute.count++
  all.set(server, minute)
}

const isOver = (minute: Minute, now: number): boolean => now - minute.began >= MINUTE_MS
