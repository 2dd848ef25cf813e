/** Which attachments the viewer shows, and where it came from. */
import { useSyncExternalStore } from 'react'
import type { MediaAttachment } from '../../server/media/schema.ts'

export interface Viewed {
  readonly attachments: readonly MediaAttachment[]
  /** Where it begins. */
  readonly index: number
  /** What had the focus before, which gets it back. */
  readonly opener: HTMLElement | null
}

let viewed: Viewed | null = null
const listeners = new Set<() => void>()
function set(next: Viewed | null): void {
  viewed = next
  for (const listener of listeners) listener()
}

/**
 * Shows attachments large, beginning with the one at `index`. It is an entry of the history, so that Back closes it;
 * the entry has the key of the page below, which is the page that one is still on.
 */
export function openViewer(attachments: readonly MediaAttachment[], index: number): void {
  history.pushState({ ...(history.state as object), viewer: true }, '')
  set({ attachments, index, opener: document.activeElement as HTMLElement | null })
}

/** Closes by going back, which is what closes it. */
export function closeViewer(): void {
  if ((history.state as { viewer?: boolean } | null)?.viewer) history.back()
  else set(null)
}

addEventListener('popstate', () => {
  if (viewed) set(null)
})

export const useViewed = (): Viewed | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => viewed,
  )
