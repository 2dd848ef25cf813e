/** Timelines as React sees them: each kept under its name while there is a way back to it, listening while it is shown. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { Status } from '../../server/posts/schema.ts'
import type { StoredStatus } from '../api/entities.ts'
import type { Query } from '../api/http.ts'
import { type StreamName, streams } from '../api/stream.ts'
import { posted } from '../session/events.ts'
import { currentMe } from '../session/me.ts'
import { preferences } from '../session/preferences.ts'
import { entryKey } from '../ui/router.tsx'
import { Timeline, type Waiting } from './timeline.ts'

export interface TimelineSpec {
  /** Unique in the client. */
  readonly name: string
  readonly path: string
  readonly query?: Query
  readonly stream: StreamName
  /** The first page, where the server wrote it into the document. */
  readonly initial?: readonly Status[] | null
  /** Whether a post that was just written in this browser belongs here. */
  readonly accepts?: (status: StoredStatus) => boolean
  /** Goes on listening while other pages are shown, and is the same wherever one comes from (home). */
  readonly isLasting?: boolean
}

interface Kept {
  readonly timeline: Timeline
  readonly listen: () => () => void
  wasShown: boolean
}

const kept = new Map<string, Kept>()
const MOST_KEPT = 12
/** On the first connection the page is a moment old; what came in that moment can wait until everything stands. */
const SETTLED_MS = 1500
/** A visitor has no stream: they ask. */
const VISITOR_PAUSE_MS = 45_000
/** A clock that jumped by so much means that the machine slept. */
const SLEPT_MS = 90_000
const TICK_MS = 20_000
const AT_TOP_PX = 8
const WAITING_MS = 500

/** The timeline of this spec; the specs of one name must be alike. */
export function useTimeline(spec: TimelineSpec): Timeline {
  const [entry] = useState(entryKey)
  const name = spec.isLasting ? spec.name : `${spec.name} ${entry}`
  const known = keptOf(name, spec)
  useEffect(() => {
    if (spec.isLasting) {
      if (known.wasShown || known.timeline.state.rows.length === 0) void known.timeline.refill()
      known.wasShown = true
      return
    }
    void known.timeline.catchUp()
    return known.listen()
  }, [known, spec.isLasting])
  return known.timeline
}

export const useTimelineState = (timeline: Timeline) => useSyncExternalStore(timeline.subscribe, timeline.readState)

/** What waits, as somebody can read it: at fifty posts a second the number changes twice, and each change is painted. */
export function useWaiting(timeline: Timeline): Waiting {
  const subscribe = useCallback((listener: () => void) => seldom(timeline, listener), [timeline])
  return useSyncExternalStore(subscribe, timeline.readWaiting)
}

/** Calls back at once when something waits or nothing any more, and otherwise twice a second at most. */
function seldom(timeline: Timeline, listener: () => void): () => void {
  let told = timeline.waiting
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = () => {
    clearTimeout(timer)
    timer = undefined
    told = timeline.waiting
    listener()
  }
  const end = timeline.subscribe(() => {
    if (timeline.waiting === told) return
    if (told.count === 0 || timeline.waiting.count === 0) tell()
    else timer ??= setTimeout(tell, WAITING_MS)
  })
  return () => {
    clearTimeout(timer)
    end()
  }
}

function keptOf(name: string, spec: TimelineSpec): Kept {
  const found = kept.get(name)
  if (found) return found
  const { path, query, accepts, initial, stream, isLasting } = spec
  const here = location.pathname
  const viewerId = currentMe()?.id
  const timeline = new Timeline(
    {
      path,
      ...(query && { query }),
      ...(accepts && { accepts }),
      ...(viewerId !== undefined && { viewerId }),
      isLive: () => preferences().liveAtTop && location.pathname === here && scrollY < AT_TOP_PX && !document.hidden,
    },
    initial ?? undefined,
  )
  const made = { timeline, listen: () => listenTo(timeline, stream), wasShown: false }
  kept.set(name, made)
  if (isLasting) made.listen()
  else for (const oldest of kept.keys()) if (kept.size > MOST_KEPT && oldest !== name) forget(oldest)
  return made
}

function forget(name: string): void {
  if (name.includes(' ')) kept.delete(name) // those that last have no entry in their name
}

/** Feeds a timeline by the stream, and by reading after each break of it. @returns ends it. */
function listenTo(timeline: Timeline, stream: StreamName): () => void {
  const catchUp = () => void timeline.catchUp()
  const ends = [posted.listen((id) => timeline.insert(id)), onReturn(catchUp)]
  if (currentMe()) {
    let timer: ReturnType<typeof setTimeout> | undefined
    const opened = () => {
      clearTimeout(timer)
      timer = setTimeout(catchUp, timeline.state.rows.length > 0 ? SETTLED_MS : 0)
    }
    ends.push(
      streams.onOpen(opened),
      streams.listen(stream, (events) => timeline.receive(events)),
      () => clearTimeout(timer),
    )
  } else {
    const timer = setInterval(() => !document.hidden && catchUp(), VISITOR_PAUSE_MS)
    ends.push(() => clearInterval(timer))
  }
  return () => {
    for (const end of ends) end()
  }
}

/** Calls back when the machine slept, or the page was hidden for long and is seen again. */
function onReturn(back: () => void): () => void {
  let lastTick = Date.now()
  let hiddenAt = 0
  const tick = () => {
    const now = Date.now()
    if (now - lastTick > SLEPT_MS && !document.hidden) returned()
    lastTick = now
  }
  const returned = () => {
    streams.retry()
    back()
  }
  const seen = () => {
    const wasLong = !document.hidden && hiddenAt > 0 && Date.now() - hiddenAt > SLEPT_MS
    hiddenAt = document.hidden ? Date.now() : 0
    if (wasLong) returned()
  }
  const timer = setInterval(tick, TICK_MS)
  document.addEventListener('visibilitychange', seen)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', seen)
  }
}
