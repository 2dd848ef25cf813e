/**
 * What one part of the client asks a part above it to do, so that nothing below imports it: a post's button says "open
 * the composer", the composer (compose/) listens. One intent of a kind at a time; null when there is none.
 */
import { useSyncExternalStore } from 'react'

export type ComposeIntent =
  | { readonly kind: 'new'; readonly text?: string; readonly files?: readonly File[] }
  | { readonly kind: 'reply'; readonly to: string }
  | { readonly kind: 'quote'; readonly of: string }
  | { readonly kind: 'edit'; readonly id: string }
  | { readonly kind: 'draft'; readonly id: string }
  | { readonly kind: 'scheduled'; readonly id: string }
  /** A direct message to these people (`alice`). */
  | { readonly kind: 'message'; readonly to: readonly string[] }
  /** A post that was deleted in order to be written again: its text and settings are those of the answer. */
  | { readonly kind: 'redraft'; readonly of: import('../../server/posts/schema.ts').Status }

/** Report a person, with posts of theirs. */
export interface ReportIntent {
  readonly accountId: string
  readonly statusIds: readonly string[]
}

function intent<T>() {
  let current: T | null = null
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const set = (next: T | null) => {
    current = next
    for (const listener of listeners) listener()
  }
  return { set, use: () => useSyncExternalStore(subscribe, () => current) }
}

export const composing = intent<ComposeIntent>()
export const reporting = intent<ReportIntent>()
/** The list of keyboard shortcuts is open. */
export const showingShortcuts = intent<true>()

export const openComposer = (wanted: ComposeIntent): void => composing.set(wanted)
export const openReport = (wanted: ReportIntent): void => reporting.set(wanted)
