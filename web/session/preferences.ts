/**
 * How the client looks and behaves in this browser. Theme and language are kept in cookies as well, because the server
 * writes the first paint by them.
 */
import { useSyncExternalStore } from 'react'

export interface LocalPreferences {
  readonly theme: 'system' | 'light' | 'dark'
  /** Films and animated pictures play by themselves. */
  readonly autoplay: boolean
  readonly textSize: 'small' | 'normal' | 'large'
  /** Ask before boosting; before posting a picture without words for it. */
  readonly confirmBoost: boolean
  readonly confirmMissingAlt: boolean
  /** New posts wait in a pill (false), or come by themselves while one is at the top. */
  readonly liveAtTop: boolean
}

const DEFAULTS: LocalPreferences = {
  theme: 'system',
  autoplay: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  textSize: 'normal',
  confirmBoost: false,
  confirmMissingAlt: true,
  liveAtTop: false,
}
const KEY = 'preferences'
const YEAR_SECONDS = 365 * 24 * 3600

let current: LocalPreferences = { ...DEFAULTS, ...read() }
const listeners = new Set<() => void>()
apply()

function read(): Partial<LocalPreferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<LocalPreferences>
  } catch {
    return {} // a browser that keeps nothing, or something else's value: the defaults do
  }
}

function apply(): void {
  const root = document.documentElement
  if (current.theme === 'system') delete root.dataset.theme
  else root.dataset.theme = current.theme
  root.dataset.text = current.textSize
}

const setCookie = (name: string, value: string) => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR_SECONDS : 0}; samesite=lax`
}

export const preferences = (): LocalPreferences => current

export function setPreferences(change: Partial<LocalPreferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // A browser that keeps nothing: it holds until the page is closed.
  }
  if (change.theme) setCookie('theme', change.theme === 'system' ? '' : change.theme)
  apply()
  for (const listener of listeners) listener()
}

export const usePreferences = (): LocalPreferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )

/** The language that was chosen here; '' where the browser's is taken. */
export const chosenLanguage = (): string => /(?:^|;\s*)language=([\w-]+)/.exec(document.cookie)?.[1] ?? ''

/** The language of the texts: '' for what the browser asks for. The page is loaded anew in it. */
export function setLanguage(code: string): void {
  setCookie('language', code)
  location.reload()
}
