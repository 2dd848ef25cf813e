/**
 * Whose posts are gone from every list since they were blocked or muted here: the lists need not be read anew, and they
 * are all back when it is undone.
 */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import { statuses } from '../api/entities.ts'

let hidden: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

function change(next: ReadonlySet<string>): void {
  hidden = next
  for (const listener of listeners) listener()
}

export const hide = (accountId: string): void => change(new Set(hidden).add(accountId))
export const show = (accountId: string): void => {
  if (hidden.has(accountId)) change(new Set([...hidden].filter((id) => id !== accountId)))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The people whose posts are hidden; a new set when somebody joins or leaves it. */
export const useHidden = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => hidden)

/** Around the lists of a profile: whoever looks at the profile of somebody they muted wants to see their posts. */
export const ShownAnyway = createContext<string | null>(null)

/** These posts without those of hidden people, or of which a hidden person's is boosted. */
export function useVisiblePosts(ids: readonly string[]): readonly string[] {
  const now = useHidden()
  const except = useContext(ShownAnyway)
  return useMemo(() => {
    if (now.size === 0) return ids
    const isHidden = (id: string | null | undefined): boolean => {
      const status = id ? statuses.get(id) : undefined
      if (!status) return false
      return (now.has(status.account.id) && status.account.id !== except) || isHidden(status.reblogId)
    }
    const visible = ids.filter((id) => !isHidden(id))
    return visible.length === ids.length ? ids : visible
  }, [ids, now, except])
}
