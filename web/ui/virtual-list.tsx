/**
 * A list of any length in the scroll of the window, of which only what is seen is in the document. It stays where it is
 * when something above is added, taken away or measured; it remembers its place (router.tsx's entries), goes on when its
 * end comes near, and `j` and `k` walk through it. The browser's own "find in page" finds what is near the window only:
 * whoever looks for something further away uses the search.
 */
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { whenIdle } from '../api/idle.ts'
import { t } from '../messages/index.ts'
import { Button } from './button.tsx'
import { recall, remember } from './list-places.ts'
import { useWalk } from './list-walk.ts'
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
  /** A feed has articles; what has none is a list. */
  readonly role?: 'feed' | 'list'
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  readonly render: (item: T, index: number) => ReactNode
  /** Pixels, before an item was measured. */
  readonly estimate?: number
  readonly going?: Going
  /** What stands at the end when there is no more. */
  readonly end?: ReactNode
  /** Told of the first item in the window whenever that is another one. */
  readonly onTop?: (item: T) => void
}

const OVERSCAN = 6
/** At first only what fits the window is drawn, so that it is seen sooner. */
const FIRST_OVERSCAN = 1
/** The next page is asked for when so many items are left below. */
const AHEAD = 12
/** So near to the top of the page one is at the top: what is added there is to be seen. */
const AT_TOP_PX = 8

export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, role = 'feed', items, render, going, end, onTop } = props
  const list = useRef<HTMLDivElement>(null)
  const { virtualizer, onFocus } = useVirtual(props, list)
  const container = useCallback(
    (element: HTMLDivElement | null) => {
      list.current = element
      virtualizer.containerRef(element)
    },
    [virtualizer],
  )
  const shown = virtualizer.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  useGoingOn(last >= items.length - AHEAD, going)
  const top = items[virtualizer.range?.startIndex ?? 0]
  useEffect(() => {
    if (top !== undefined) onTop?.(top)
  }, [top, onTop])
  useWalk(list, (index) => virtualizer.scrollToIndex(index, { align: 'center' }), items.length)
  useNumbers(list, going?.hasNextPage ? -1 : items.length)
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it has a role; only where the focus is, is noted */}
      <div
        ref={container}
        {...{ role, 'aria-label': label }}
        aria-busy={going?.isFetchingNextPage ?? false}
        className={css.list}
        onFocus={onFocus}
      >
        {shown.map((item) => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            role={role === 'list' ? 'listitem' : undefined}
            data-index={item.index}
            className={css.item}
          >
            {render(items[item.index]!, item.index)}
          </div>
        ))}
      </div>
      <Foot going={going} end={end} isEmpty={items.length === 0} />
    </>
  )
}

/** The virtualizer, which writes sizes and places into the document itself, so that scrolling seldom renders. */
function useVirtual<T>(
  { name, items, keyOf, estimate = 140 }: VirtualListProps<T>,
  list: { readonly current: HTMLElement | null },
) {
  const [key] = useState(entryKey)
  const [before] = useState(() => recall(key, name, items.map(keyOf), estimate))
  const margin = useTopOf(list)
  const offset = useRef((): number => 0)
  const focused = useRef<string | null>(null)
  const getItemKey = useCallback((index: number) => keyOf(items[index]!), [items, keyOf])
  const rangeExtractor = useCallback(
    (range: Range) => withFocused(defaultRangeExtractor(range), items, keyOf, focused.current),
    [items, keyOf],
  )
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => estimate,
    overscan: useOverscan(),
    scrollMargin: margin,
    getItemKey,
    rangeExtractor,
    initialMeasurementsCache: before,
    initialOffset: entryScroll,
    directDomUpdates: true,
    useFlushSync: false,
    // What is seen stays where it is when something is added above, except for one who is at the very top.
    anchorTo: offset.current() > AT_TOP_PX ? 'end' : 'start',
    // Not a chat: the end is nothing to cling to.
    scrollEndThreshold: -1,
  })
  offset.current = () => virtualizer.scrollOffset ?? 0
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _delta, { itemSizeCache, scrollOffset }) =>
    (itemSizeCache.has(item.key) ? item.end : item.start) < (scrollOffset ?? 0)
  useLayoutEffect(() => () => remember(key, name, virtualizer.takeSnapshot()), [key, name, virtualizer])
  const onFocus = useCallback(
    (event: { readonly target: Element }) => {
      const index = event.target.closest<HTMLElement>('[data-index]')?.dataset.index
      const item = index === undefined ? undefined : items[Number(index)]
      focused.current = item === undefined ? null : keyOf(item)
    },
    [items, keyOf],
  )
  return { virtualizer, onFocus }
}

function useOverscan(): number {
  const [overscan, setOverscan] = useState(FIRST_OVERSCAN)
  useEffect(() => whenIdle(() => setOverscan(OVERSCAN)), [])
  return overscan
}

/** The item that has the focus stays in the document however far it is, so that the focus is not lost by scrolling. */
function withFocused<T>(indexes: number[], items: readonly T[], keyOf: (item: T) => string, key: string | null) {
  if (key === null) return indexes
  const at = items.findIndex((item) => keyOf(item) === key)
  return at === -1 || indexes.includes(at) ? indexes : [...indexes, at].sort((a, b) => a - b)
}

function useGoingOn(isNearEnd: boolean, going: Going | undefined): void {
  const wanted = isNearEnd && going?.hasNextPage && !going.isFetchingNextPage && !going.isFetchNextPageError
  useEffect(() => {
    if (wanted) going?.fetchNextPage()
  }, [wanted, going])
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

/** Where the list begins in the document, kept true when what is above it changes its height. */
function useTopOf(list: { readonly current: HTMLElement | null }): number {
  const [top, setTop] = useState(0)
  const known = useRef(0)
  useLayoutEffect(() => {
    const measure = () => {
      const now = Math.round(list.current!.getBoundingClientRect().top + scrollY)
      const grown = now - known.current
      // Whoever is in the midst of the list keeps seeing the same.
      if (grown !== 0 && known.current > 0 && scrollY > known.current) scrollBy(0, grown)
      known.current = now
      setTop(now)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [list])
  return top
}

/** Says of each article which one it is, as the feed pattern asks; here, so that cards need not know. */
function useNumbers(list: { readonly current: HTMLElement | null }, count: number): void {
  useLayoutEffect(() => {
    for (const item of list.current!.children as Iterable<HTMLElement>) {
      const article = item.querySelector('article')
      const position = String(Number(item.dataset.index) + 1)
      if (!article || (article.ariaPosInSet === position && article.ariaSetSize === String(count))) continue
      article.ariaPosInSet = position
      article.ariaSetSize = String(count)
    }
  })
}
