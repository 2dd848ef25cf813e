/**
 * The address bar as state. Our own and not a library's because every entry of the history has a key, under which lists
 * remember where they were (virtual-list.tsx), and because addresses such as `/@:username` are ours.
 */
import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const newKey = () => Math.random().toString(36).slice(2)
const scrolls = new Map<string, number>()

history.scrollRestoration = 'manual'
if (!keyOfEntry()) history.replaceState({ key: newKey(), depth: 0 }, '')
let currentKey = keyOfEntry()

/** What stands in `history.state`: the key, and how many entries of ours lie before this one. */
interface Entry {
  readonly key: string
  readonly depth: number
}
function entry(): Entry | null {
  return history.state as Entry | null
}
function keyOfEntry(): string {
  return entry()?.key ?? ''
}
const depthOfEntry = (): number => entry()?.depth ?? 0

/** The key of the entry of the history that is shown: the same when one comes back to it. */
export const entryKey = (): string => currentKey

/** How far down this entry was when it was left; 0 for a new one. */
export const entryScroll = (): number => scrolls.get(currentKey) ?? 0

/** How far down the entry of this key was when it was left. */
export const scrollOfEntry = (key: string): number => scrolls.get(key) ?? 0

/** For a list in which something came above the place that was left: the place is so many pixels further down. */
export const moveEntryScroll = (key: string, pixels: number): void =>
  void scrolls.set(key, Math.max(0, scrollOfEntry(key) + pixels))

function moved(): void {
  for (const listener of listeners) listener()
}

addEventListener('popstate', () => {
  scrolls.set(currentKey, scrollY)
  if (!keyOfEntry()) history.replaceState({ key: newKey(), depth: 0 }, '')
  currentKey = keyOfEntry()
  moved()
})

/** Goes to a path of ours. @param replace whether the entry that is shown is taken over. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  scrolls.set(currentKey, scrollY)
  const key = replace ? currentKey : newKey()
  if (replace) history.replaceState({ key, depth: depthOfEntry() }, '', to)
  else history.pushState({ key, depth: depthOfEntry() + 1 }, '', to)
  currentKey = key
  moved()
}

/** Back, or to `fallback` where there is nothing of ours to go back to. */
export function goBack(fallback: string): void {
  if (depthOfEntry() > 0) history.back()
  else navigate(fallback, { replace: true })
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** `/path?query` that is shown. */
export const useAddress = (): string => useSyncExternalStore(subscribe, () => location.pathname + location.search)
export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname)
/** One parameter of the address's query; '' when it is not there. */
export const useQueryParameter = (name: string): string =>
  useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name) ?? '')

export type Parameters = Readonly<Record<string, string>>

/** The parts of `path` that `pattern` names (`/@:username/:id`), or null when it does not match. */
export function match(pattern: string, path: string): Parameters | null {
  const names: string[] = []
  const source = pattern.replace(/:(\w+)/g, (_, name: string) => {
    names.push(name)
    return '([^/]+)'
  })
  const found = new RegExp(`^${source}/?$`).exec(path)
  if (!found) return null
  return Object.fromEntries(names.map((name, at) => [name, decode(found[at + 1]!)]))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // an address that somebody typed: what is no encoding stands for itself
  }
}

/** Whether a click means "go there in this tab", and not a new tab or a download. */
export const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  readonly to: string
  readonly replace?: boolean
}

/** A link within the client. */
export function Link({ to, replace = false, onClick, ...rest }: LinkProps) {
  return (
    <a
      href={to}
      {...rest}
      onClick={(event) => {
        onClick?.(event)
        if (!isPlainClick(event)) return
        event.preventDefault()
        navigate(to, { replace })
      }}
    />
  )
}
