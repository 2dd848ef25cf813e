/** Which dialog about a person is open: asked for by menus, shown once at the root (dialogs.tsx). */
import { useSyncExternalStore } from 'react'

export interface AccountDialogIntent {
  readonly kind: 'lists' | 'mute' | 'languages' | 'note'
  readonly accountId: string
}

let current: AccountDialogIntent | null = null
const listeners = new Set<() => void>()
const set = (next: AccountDialogIntent | null) => {
  current = next
  for (const listener of listeners) listener()
}

export const openAccountDialog = (kind: AccountDialogIntent['kind'], accountId: string): void =>
  set({ kind, accountId })
export const closeAccountDialog = (): void => set(null)

export const useAccountDialog = (): AccountDialogIntent | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
