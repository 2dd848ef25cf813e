/** A live timeline: the pill of new posts, the list with its gaps, and what is shown while there is none. */
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useVisiblePosts } from '../accounts/hidden.ts'
import { useRemovals } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { type FilterContext, isListed, PlaceContext } from '../posts/filtered.ts'
import { PostCard } from '../posts/post-card.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { useHotkeys } from '../ui/hotkeys.ts'
import { Icon } from '../ui/icons.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { isGap } from './rows.ts'
import type { Timeline } from './timeline.ts'
import css from './timeline-view.module.css'
import { useTimelineState, useWaiting } from './use-timeline.ts'

interface TimelineViewProps {
  readonly name: string
  readonly label: string
  readonly timeline: Timeline
  /** What is shown where there is not one post. */
  readonly empty: ReactNode
  /** Which of the reader's filters hold here. */
  readonly place: FilterContext
  /** Told of the first row in the window. */
  readonly onTop?: (row: string) => void
}

const keyOf = (row: string) => row

export function TimelineView({ name, label, timeline, empty, place, onTop }: TimelineViewProps) {
  const state = useTimelineState(timeline)
  const { rows, phase, error, hasNextPage, isFetchingNextPage, isFetchNextPageError } = state
  const listed = useListed(useVisiblePosts(rows), place)
  const frame = useRef<HTMLDivElement>(null)
  const going = useMemo(
    () => ({ hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage: timeline.fetchNextPage }),
    [hasNextPage, isFetchingNextPage, isFetchNextPageError, error, timeline],
  )
  const show = () => {
    if (timeline.waiting.count === 0) return
    flushSync(timeline.show)
    scrollTo(0, 0)
    requestAnimationFrame(() =>
      frame.current?.querySelector<HTMLElement>('article[tabindex]')?.focus({ preventScroll: true }),
    )
  }
  useHotkeys({ '.': show })
  const render = useCallback(
    (row: string) => (isGap(row) ? <Gap row={row} timeline={timeline} /> : <PostCard id={row} />),
    [timeline],
  )
  if (phase === 'failed') return <Failure error={error} onRetry={() => void timeline.reload()} />
  if (phase === 'loading') return <Skeletons />
  return (
    <div ref={frame}>
      <NewPosts timeline={timeline} onShow={show} />
      {listed.length === 0 && !hasNextPage ? (
        empty
      ) : (
        <PlaceContext value={place}>
          <VirtualList
            name={name}
            label={label}
            items={listed}
            keyOf={keyOf}
            render={render}
            going={going}
            {...(onTop && { onTop })}
          />
        </PlaceContext>
      )}
    </div>
  )
}

/** Without what was deleted, or is hidden by a filter. */
function useListed(rows: readonly string[], place: FilterContext): readonly string[] {
  const removals = useRemovals()
  // biome-ignore lint/correctness/useExhaustiveDependencies: removals says that the store, which isListed asks, changed
  return useMemo(() => rows.filter((row) => isGap(row) || isListed(row, place)), [rows, place, removals])
}

/** Says that new posts wait; it sticks below the header and takes no room. */
function NewPosts({ timeline, onShow }: { readonly timeline: Timeline; readonly onShow: () => void }) {
  const { count, isMore, faces } = useWaiting(timeline)
  return (
    <div className={css.pill}>
      {/* Said once, and not at each of fifty posts a second. */}
      <span className="unseen" role="status">
        {count > 0 && t('timelines.newWait')}
      </span>
      {count > 0 && (
        <button type="button" onClick={onShow}>
          <Icon name="up" />
          <span className={css.faces} aria-hidden="true">
            {faces.map((account) => (
              <Avatar key={account.id} src={account.avatar_static} size="small" />
            ))}
          </span>
          <span>{isMore ? t('timelines.newMany', { count }) : t('timelines.new', { count })}</span>
        </button>
      )}
    </div>
  )
}

/** Where posts are missing between two others. */
function Gap({ row, timeline }: { readonly row: string; readonly timeline: Timeline }) {
  const [isBusy, setBusy] = useState(false)
  const fill = async () => {
    setBusy(true)
    try {
      await timeline.fill(row)
    } catch (error) {
      toastError(error)
    }
    setBusy(false)
  }
  return (
    <div className={css.gap}>
      <Button icon="more" busy={isBusy} onClick={() => void fill()}>
        {t('timelines.loadGap')}
      </Button>
    </div>
  )
}
