/**
 * How often posts were seen: asked for many at once, when the page stands, and each once. Who scrolls back finds what was
 * known; a page about one post asks again.
 */
import { useEffect } from 'react'
import type { ViewCount } from '../../server/analytics/schema.ts'
import { EntityStore, useEntity } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { whenIdle } from '../api/idle.ts'

/** The server counts what anybody may see, and nothing else. */
export const isCounted = ({ visibility }: { readonly visibility: string }): boolean =>
  visibility === 'public' || visibility === 'unlisted'

const MOST_AT_ONCE = 40
/** Rows that come into view together ask together. */
const TOGETHER_MS = 300

const counts = new EntityStore<ViewCount>()
const asked = new Set<string>()
let wanted = new Set<string>()
let isScheduled = false

/** @param again also of a post whose count is known already. */
export function askViews(id: string, again = false): void {
  if (asked.has(id) && !again) return
  asked.add(id)
  wanted.add(id)
  if (isScheduled) return
  isScheduled = true
  setTimeout(() => whenIdle(() => void askNow()), TOGETHER_MS)
}

async function askNow(): Promise<void> {
  const ids = [...wanted]
  wanted = new Set()
  isScheduled = false
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const some = ids.slice(at, at + MOST_AT_ONCE)
    try {
      for (const count of await get<ViewCount[]>('/api/tweeter/v1/views', { id: some })) counts.put(count)
    } catch {
      // Nothing is missing but a number: it is asked for when the post is drawn again.
      for (const id of some) asked.delete(id)
    }
  }
}

/** How often this post was seen; undefined until that is known, and where nobody counts (null). */
export function useViews(id: string | null, again = false): number | undefined {
  useEffect(() => {
    if (id !== null) askViews(id, again)
  }, [id, again])
  return useEntity(counts, id)?.views
}
