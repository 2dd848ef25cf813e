/** What somebody opened (a warning, a filter's cover, a long text), kept while lists take posts out of the document. */
import { useSyncExternalStore } from 'react'

const opened = new Set<string>()
const listeners = new Map<string, Set<() => void>>()

export type Cover = 'warning' | 'filter' | 'length'

/** Opens or closes a cover of a post. */
export function setOpened(cover: Cover, id: string, on: boolean): void {
  const key = `${cover} ${id}`
  if (on) opened.add(key)
  else opened.delete(key)
  for (const listener of listeners.get(key) ?? []) listener()
}

export const isOpened = (cover: Cover, id: string): boolean => opened.has(`${cover} ${id}`)

export const useOpened = (cover: Cover, id: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const key = `${cover} ${id}`
      const own = listeners.get(key) ?? new Set()
      listeners.set(key, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(key) === own) listeners.delete(key)
      }
    },
    () => isOpened(cover, id),
  )
