/** A number that the server counts and a stream keeps true: what is unread. Asked for anew when something happens. */
import { useSyncExternalStore } from 'react'
import { get } from '../api/http.ts'
import { whenIdle } from '../api/idle.ts'
import { type StreamEvent, type StreamName, streams } from '../api/stream.ts'
import { currentMe } from '../session/me.ts'

export interface LiveCount {
  /** 0 for a visitor, and until it is known. */
  readonly use: () => number
  /** Asks the server again, at once or as soon as the last time was long enough ago. */
  readonly refresh: () => void
}

const PAUSE_MS = 1500

/** @param path answers `{ count }`. @param changes whether an event may have changed it. */
export function liveCount(path: string, stream: StreamName, changes: (event: StreamEvent) => boolean): LiveCount {
  let count = 0
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let stop: (() => void) | null = null
  const listeners = new Set<() => void>()

  const ask = async () => {
    timer = null
    asked = Date.now()
    // What could not be counted now is counted with the next event, or when the connection is back.
    const answer = await get<{ count: number }>(path).catch(() => null)
    if (!answer || answer.count === count) return
    count = answer.count
    for (const listener of listeners) listener()
  }
  const refresh = () => {
    if (timer === null) timer = setTimeout(ask, Math.max(0, asked + PAUSE_MS - Date.now()))
  }
  const start = () => {
    const cameBack = () => document.hidden || refresh()
    const ends = [
      streams.listen(stream, (events) => events.some(changes) && refresh()),
      streams.onReconnect(refresh),
      () => document.removeEventListener('visibilitychange', cameBack),
    ]
    document.addEventListener('visibilitychange', cameBack)
    whenIdle(refresh)
    stop = () => {
      for (const end of ends) end()
    }
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    if (!stop && currentMe()) start()
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      stop?.()
      stop = null
    }
  }
  return { use: () => useSyncExternalStore(subscribe, () => count), refresh }
}
