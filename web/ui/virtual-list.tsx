/**
 * A list of any length in the scroll of the window, of which only what is seen is in the document. It remembers where
 * it was (router.tsx's entries), goes on when its end comes near, and `j` and `k` walk through it.
 */
import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { t } from '../messages/index.ts'
import { Button } from './button.tsx'
import { useHotkeys } from './hotkeys.ts'
import { entryKey, entryScroll } from './router.tsx'
import { Failure, Spinner } from './states.tsx'
import css from './virtual-list.module.css'

/** What a list needs to go on; TanStack's infinite query has all of it. */
export interface Going {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError?: boolean
  readonly error?: unknown
  fetchNextPage(): unknown
}

interface VirtualListProps<T> {
  /** Unique on the page: under it the place is remembered. */
  readonly name: string
  readonly label: string
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  readonly render: (item: T, index: number) => ReactNode
  /** Pixels, before an item was measured. */
  readonly estimate?: number
  readonly going?: Going
  /** What stands at the end when there is no more. */
  readonly end?: ReactNode
}

const snapshots = new Map<string, VirtualItem[]>()
const MOST_SNAPSHOTS = 30
const OVERSCAN = 6
/** The next page is asked for when so many items are left below. */
const AHEAD = 8

export function VirtualList<T>({ name, label, items, keyOf, render, estimate = 140, going, end }: VirtualListProps<T>) {
  const list = useRef<HTMLDivElement>(null)
  const [place] = useState(() => `${entryKey()} ${name}`)
  const margin = useTopOf(list)
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => estimate,
    overscan: OVERSCAN,
    scrollMargin: margin,
    getItemKey: (index) => keyOf(items[index]!),
    initialMeasurementsCache: snapshots.get(place) ?? [],
    initialOffset: entryScroll,
    useFlushSync: false,
  })
  const shown = virtualizer.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (
      last >= items.length - AHEAD &&
      going?.hasNextPage &&
      !going.isFetchingNextPage &&
      !going.isFetchNextPageError
    ) {
      going.fetchNextPage()
    }
  }, [last, items.length, going])
  useEffect(() => () => remember(place, virtualizer.measurementsCache), [place, virtualizer])
  useWalk(list, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }), items.length)
  return (
    <>
      <div
        ref={list}
        role="feed"
        aria-label={label}
        aria-busy={going?.isFetchingNextPage ?? false}
        className={css.list}
        style={{ blockSize: virtualizer.getTotalSize() }}
      >
        {shown.map((item) => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            className={css.item}
            style={{ transform: `translateY(${item.start - margin}px)` }}
          >
            {render(items[item.index]!, item.index)}
          </div>
        ))}
      </div>
      <Foot going={going} end={end} isEmpty={items.length === 0} />
    </>
  )
}

function Foot({ going, end, isEmpty }: { going: Going | undefined; end: ReactNode; isEmpty: boolean }) {
  if (going?.isFetchNextPageError) return <Failure error={going.error} onRetry={() => going.fetchNextPage()} />
  if (going?.isFetchingNextPage) return <Spinner />
  if (going?.hasNextPage) {
    return (
      <div className={css.foot}>
        <Button variant="plain" onClick={() => going.fetchNextPage()}>
          {t('common.showMore')}
        </Button>
      </div>
    )
  }
  return isEmpty ? null : <div className={css.foot}>{end ?? t('common.listEnd')}</div>
}

function remember(place: string, measurements: VirtualItem[]): void {
  snapshots.delete(place)
  snapshots.set(place, measurements)
  for (const oldest of snapshots.keys()) if (snapshots.size > MOST_SNAPSHOTS) snapshots.delete(oldest)
}

/** Where the list begins in the document, kept true when what is above it changes its height. */
function useTopOf(list: { readonly current: HTMLElement | null }): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => setTop(Math.round(list.current!.getBoundingClientRect().top + scrollY))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [list])
  return top
}

/** `j` and `k` (and the arrows of feeds, Page Down and Up) move the focus from item to item. */
function useWalk(list: { readonly current: HTMLElement | null }, show: (index: number) => void, count: number): void {
  const go = (step: 1 | -1) => {
    const active = document.activeElement?.closest<HTMLElement>('[data-index]')
    const isOurs = active && list.current?.contains(active)
    const from = isOurs ? Number(active.dataset.index) : firstInView(list.current) - (step === 1 ? 1 : 0)
    const to = Math.min(Math.max(from + step, 0), count - 1)
    if (to < 0) return
    show(to)
    requestAnimationFrame(() => focusItem(list.current, to))
  }
  useHotkeys({ j: () => go(1), k: () => go(-1) })
}

/** The first thing in an item that can have the focus: the post, the person, the link. */
function focusItem(list: HTMLElement | null, index: number): void {
  const item = list?.querySelector(`[data-index="${index}"]`)
  const target = item?.querySelector<HTMLElement>('article[tabindex], a[href], button')
  target?.focus({ preventScroll: true })
  item?.scrollIntoView({ block: 'nearest' })
}

function firstInView(list: HTMLElement | null): number {
  const items = [...(list?.querySelectorAll<HTMLElement>('[data-index]') ?? [])]
  return Number(items.find((item) => item.getBoundingClientRect().bottom > 120)?.dataset.index ?? 0)
}
