/** How many notifications are unread, and those that came while the client is open. Small: the frame shows the count. */
import { useSyncExternalStore } from 'react'
import type { Notification } from '../../server/notifications/schema.ts'
import { keepAccounts, keepStatuses } from '../api/entities.ts'
import { post } from '../api/http.ts'
import { type StreamEvent, streams } from '../api/stream.ts'
import { currentMe } from '../session/me.ts'
import { liveCount } from './count.ts'

const isOurs = ({ event }: StreamEvent) => event === 'notification' || event === 'notifications_merged'
const unread = liveCount('/api/v2/notifications/unread_count', { stream: 'user' }, isOurs)

/** How many groups have something new. Keeps itself true by the stream. */
export function useUnreadNotifications(): number {
  useArrivals()
  return unread.use()
}

let saved = 0

/** Everything up to this notification was seen. */
export async function markSeen(newest: number): Promise<void> {
  if (newest <= saved) return
  const before = saved
  saved = newest
  try {
    await post('/api/v1/markers', { notifications: { last_read_id: String(newest) } })
  } catch {
    saved = before // it stays unread, and is marked with the next look
  }
  unread.refresh()
}

/** A notification that came over the stream, and when, in milliseconds of this machine. */
export interface Arrival {
  readonly notification: Notification
  readonly at: number
}

const MOST_ARRIVALS = 100
let arrivals: readonly Arrival[] = []
const listeners = new Set<() => void>()
let stop: (() => void) | null = null

function change(next: readonly Arrival[]): void {
  arrivals = next
  for (const listener of listeners) listener()
}

function take(events: readonly StreamEvent[]): void {
  const come = events.flatMap(({ event, payload }) => (event === 'notification' ? [payload as Notification] : []))
  if (come.length === 0) return
  for (const { account, status } of come) {
    keepAccounts([account])
    if (status) keepStatuses([status])
  }
  const at = Date.now()
  change([...come.map((notification) => ({ notification, at })).reverse(), ...arrivals].slice(0, MOST_ARRIVALS))
}

/** Forgets those that were dismissed, or all. */
export const forgetArrivals = (groupKey?: string): void =>
  change(groupKey === undefined ? [] : arrivals.filter(({ notification }) => notification.group_key !== groupKey))

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (currentMe()) stop ??= streams.listen({ stream: 'user' }, take)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stop?.()
    stop = null
  }
}

/** The newest first. */
export const useArrivals = (): readonly Arrival[] => useSyncExternalStore(subscribe, () => arrivals)
