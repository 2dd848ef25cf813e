/** The scroll of a chat: it begins at its end, follows what comes while one is there, and stays put otherwise. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

interface Chat {
  /** The first and the last that is shown, by their ids; '' before there is anything. */
  readonly oldest: string
  readonly newest: string
  readonly hasOlder: boolean
  readonly onOlder: () => void
}

const NEAR_PX = 120
/** Older messages are asked for when so much is left above. */
const AHEAD_PX = 600

const height = () => document.documentElement.scrollHeight
const fromEnd = () => height() - innerHeight - scrollY

export function useChatScroll({ oldest, newest, hasOlder, onOlder }: Chat) {
  const list = useRef<HTMLDivElement>(null)
  /** How far from the end one was when one last scrolled, and what was shown then. */
  const place = useRef({ fromEnd: 0, oldest: '', newest: '' })
  const [isAway, setAway] = useState(false)
  const toEnd = useCallback(() => {
    scrollTo({ top: height() })
    setAway(false)
  }, [])

  useLayoutEffect(() => {
    const before = place.current
    const isFirst = before.newest === ''
    const came = newest !== before.newest
    place.current = { ...before, oldest, newest }
    if (newest === '') return
    if (isFirst || (came && before.fromEnd <= NEAR_PX)) scrollTo({ top: height() })
    else if (came) setAway(true)
    // Older ones were put above: what was seen stays where it was.
    else if (oldest !== before.oldest) scrollTo({ top: height() - innerHeight - before.fromEnd })
  }, [oldest, newest])

  useEffect(() => {
    const scrolled = () => {
      place.current.fromEnd = fromEnd()
      if (place.current.fromEnd <= NEAR_PX) setAway(false)
      if (hasOlder && scrollY < AHEAD_PX) onOlder()
    }
    scrolled()
    addEventListener('scroll', scrolled, { passive: true })
    return () => removeEventListener('scroll', scrolled)
  }, [hasOlder, onOlder])

  useEffect(() => {
    if (!list.current) return
    // A picture or the box below grew while one was at the end.
    const observer = new ResizeObserver(() => {
      if (place.current.fromEnd <= NEAR_PX) scrollTo({ top: height() })
    })
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  return { list, isAway, toEnd }
}
