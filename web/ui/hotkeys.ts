/** Keys that work anywhere on a page, as on X and Mastodon. */
import { useEffect, useRef } from 'react'

type Handlers = Readonly<Record<string, (event: KeyboardEvent) => void>>
const stack: { current: Handlers }[] = []
let prefix = ''
let prefixTimer: ReturnType<typeof setTimeout> | undefined
const PREFIX_MS = 1200

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null

/** Whether the first of two keys (`g h`) was just pressed, so that the next one belongs to it. */
export const isBegun = (): boolean => prefix !== ''

/** The key in lower case. Where letters are not Latin ones (Persian, Russian), the key in the place of the Latin one. */
export function keyOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (key.length !== 1) return key
  return !/[ -~]/.test(key) && /^Key[A-Z]$/.test(code) ? code.at(-1)!.toLowerCase() : key.toLowerCase()
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return
  const key = keyOf(event)
  const name = prefix ? `${prefix} ${key}` : key
  prefix = ''
  clearTimeout(prefixTimer)
  for (let at = stack.length - 1; at >= 0; at--) {
    const handler = stack[at]!.current[name]
    if (!handler) continue
    event.preventDefault()
    handler(event)
    return
  }
  if (stack.some(({ current }) => Object.keys(current).some((one) => one.startsWith(`${key} `)))) {
    prefix = key
    prefixTimer = setTimeout(() => {
      prefix = ''
    }, PREFIX_MS)
  }
})

/**
 * While the component is there, these keys call these functions; what was mounted last is asked first. Keys are
 * `event.key` in lower case; `g h` is one after the other. Nothing is called while somebody types or a dialog is open.
 */
export function useHotkeys(handlers: Handlers): void {
  const current = useRef(handlers)
  current.current = handlers
  useEffect(() => {
    stack.push(current)
    return () => void stack.splice(stack.indexOf(current), 1)
  }, [])
}
