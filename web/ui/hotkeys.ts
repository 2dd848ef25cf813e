/** Keys that work anywhere on a page, as on X and Mastodon. */
import { useEffect, useRef } from 'react'

type Handlers = Readonly<Record<string, (event: KeyboardEvent) => void>>
const stack: { current: Handlers }[] = []
let prefix = ''
let prefixTimer: ReturnType<typeof setTimeout> | undefined
const PREFIX_MS = 1200

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
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
