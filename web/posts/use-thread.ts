/** What a thread page reads, and how it stays current. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { keepStatuses, statuses } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { streams } from '../api/stream.ts'
import { useMe } from '../session/me.ts'
import { useHotkeys } from '../ui/hotkeys.ts'
import { entryScroll } from '../ui/router.tsx'
import { pressed } from './keys.ts'
import type { Status } from './types.ts'

/** Answers of people whom one does not follow are not streamed: they are asked for. */
const ASK_AGAIN_MS = 45_000

/** The ids above and below a post; the posts are in the store. */
export interface ThreadIds {
  readonly ancestors: readonly string[]
  readonly descendants: readonly string[]
}

export function useThread(id: string) {
  const status = useQuery({
    queryKey: ['status', id],
    queryFn: async ({ signal }) => keepStatuses([await get<Status>(`/api/v1/statuses/${id}`, {}, signal)])[0]!,
  })
  const context = useQuery({
    queryKey: ['context', id],
    refetchInterval: ASK_AGAIN_MS,
    queryFn: async ({ signal }): Promise<ThreadIds> => {
      const { ancestors, descendants } = await get<ContextJson>(`/api/v1/statuses/${id}/context`, {}, signal)
      return { ancestors: keepStatuses(ancestors), descendants: keepStatuses(descendants) }
    },
  })
  useLive(id, context.data)
  return { status, context }
}
interface ContextJson {
  readonly ancestors: Status[]
  readonly descendants: Status[]
}

/** Reads the thread again when somebody whom one follows answers in it; shows edits and deletions at once. */
function useLive(id: string, known: ThreadIds | undefined): void {
  const client = useQueryClient()
  const me = useMe()
  const ids = useRef(new Set<string>())
  ids.current = new Set([id, ...(known?.ancestors ?? []), ...(known?.descendants ?? [])])
  const isSignedIn = me !== null
  useEffect(() => {
    if (!isSignedIn) return
    return streams.listen({ stream: 'user' }, (events) => {
      let isAnswered = false
      for (const { event, payload } of events) {
        if (event === 'delete') statuses.remove(payload as string)
        else if (event === 'status.update' && statuses.get((payload as Status).id)) keepStatuses([payload as Status])
        else if (event === 'update') isAnswered ||= ids.current.has((payload as Status).in_reply_to_id ?? '')
        else if (event === 'notification') {
          const about = (payload as { status?: Status | null }).status?.in_reply_to_id
          isAnswered ||= ids.current.has(about ?? '')
        }
      }
      if (isAnswered) void client.invalidateQueries({ queryKey: ['context', id] })
    })
  }, [client, id, isSignedIn])
}

/**
 * Keeps the post where it is when what it answers appears above it: on arrival the page is at its top, where browsers
 * do not hold on to anything by themselves.
 */
export function useKeptPlace(above: { readonly current: HTMLElement | null }, hasAncestors: boolean): void {
  const isDone = useRef(false)
  useLayoutEffect(() => {
    if (!hasAncestors || isDone.current) return
    isDone.current = true
    if (entryScroll() === 0 && scrollY === 0) scrollBy(0, above.current!.getBoundingClientRect().height)
  }, [hasAncestors, above])
}

/** `j` and `k` go from post to post; other keys are about the post of the page while none has the focus. */
export function useThreadKeys(list: { readonly current: HTMLElement | null }, id: string): void {
  const cards = () => [...(list.current?.querySelectorAll<HTMLElement>('article[tabindex]') ?? [])]
  const main = () => list.current?.querySelector<HTMLElement>('[data-main] article') ?? null
  const go = (step: 1 | -1) => {
    const all = cards()
    const at = all.findIndex((card) => card.contains(document.activeElement))
    const from = at < 0 ? all.indexOf(main()!) - (step === 1 ? 1 : 0) : at
    const next = all[Math.min(Math.max(from + step, 0), all.length - 1)]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest' })
  }
  const key = (name: string) => () => {
    const card = main()
    const status = statuses.get(id)
    if (card && status) pressed(name, status, card)
  }
  const own = Object.fromEntries([...'rbqfdmxe'].map((name) => [name, key(name)]))
  useHotkeys({ ...own, j: () => go(1), k: () => go(-1) })
}
