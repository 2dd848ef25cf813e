/** What comes while a list is open: put in at once while its top is seen, else offered in a pill, so nothing jumps. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Notification, NotificationGroup } from '../../server/notifications/schema.ts'
import { t } from '../messages/index.ts'
import { useHotkeys } from '../ui/hotkeys.ts'
import { Icon } from '../ui/icons.tsx'
import { tellsOf } from './groups.ts'
import css from './notifications.module.css'
import { putIn } from './pages.ts'
import { useArrivals } from './unread.ts'

const TOP_PX = 40

interface Listed {
  readonly listKey: readonly unknown[]
  /** null: all. */
  readonly types: readonly string[] | null
  readonly groups: readonly NotificationGroup[]
  readonly asked: number
  readonly isReady: boolean
}

/** @returns those that wait, the oldest first. */
export function useNewest({ listKey, types, groups, asked, isReady }: Listed): readonly Notification[] {
  const arrivals = useArrivals()
  const pending = useMemo(() => {
    const wanted = arrivals.filter(
      ({ notification, at }) =>
        at >= asked && (types === null || types.includes(notification.type)) && !tellsOf(groups, notification),
    )
    return wanted.map(({ notification }) => notification).reverse()
  }, [arrivals, types, groups, asked])
  const name = listKey.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is a new array each time; its name says when it is another
  useEffect(() => {
    if (pending.length === 0 || !isReady) return
    const look = () => {
      if (!document.hidden && scrollY <= TOP_PX) putIn(listKey, pending)
    }
    look()
    addEventListener('scroll', look, { passive: true })
    document.addEventListener('visibilitychange', look)
    return () => {
      removeEventListener('scroll', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [pending, isReady, name])
  return pending
}

interface PillProps {
  readonly pending: readonly Notification[]
  readonly listKey: readonly unknown[]
}

/** "3 new notifications"; it lies over the list and takes no room. */
export function NewPill({ pending, listKey }: PillProps) {
  const count = new Set(pending.map((one) => one.group_key)).size
  const said = useSaid(pending)
  const show = () => {
    putIn(listKey, pending)
    scrollTo({ top: 0 })
  }
  useHotkeys({ '.': show })
  return (
    <div className={css.pillPlace}>
      {count > 0 && (
        <button type="button" className={css.pill} onClick={show}>
          <Icon name="up" /> {t('notifications.newOnes', { count })}
        </button>
      )}
      <span role="status" className="unseen">
        {said}
      </span>
    </div>
  )
}

/** For screen readers: how many came last, also when they were put in at once. */
function useSaid(pending: readonly Notification[]): string {
  const [said, setSaid] = useState('')
  const last = useRef('')
  useEffect(() => {
    const newest = pending.at(-1)?.id ?? ''
    if (newest === '' || newest === last.current) return
    last.current = newest
    setSaid(t('notifications.newOnes', { count: pending.length }))
  }, [pending])
  return said
}
