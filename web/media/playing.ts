/** Of what is heard, one thing plays at a time, and nothing plays that nobody sees. */
import { type RefObject, useEffect } from 'react'

let current: HTMLMediaElement | null = null

/** For `onPlay`: whatever played before is paused. */
export function nowPlaying(element: HTMLMediaElement): void {
  if (current !== element) current?.pause()
  current = element
}

/** Pauses it when it is scrolled away. */
export function usePausedOutOfView(element: RefObject<HTMLMediaElement | null>, inView: boolean): void {
  useEffect(() => {
    if (!inView) element.current?.pause()
  }, [element, inView])
}
