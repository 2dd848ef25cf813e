/** Whether something can be seen, by one observer for all. */
import { useEffect, useRef, useState } from 'react'

const listeners = new WeakMap<Element, (isIn: boolean) => void>()
let observer: IntersectionObserver | null = null

function observe(element: Element, listener: (isIn: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting)
    },
    // A little of it must be there: what is just below the edge does not play yet.
    { threshold: 0.05 },
  )
  const shared = observer
  listeners.set(element, listener)
  shared.observe(element)
  return () => {
    shared.unobserve(element)
    listeners.delete(element)
  }
}

/** @returns a reference for the element, and whether it is in view (false until that is known). */
export function useInView<T extends Element>() {
  const element = useRef<T>(null)
  const [inView, setInView] = useState(false)
  useEffect(() => observe(element.current!, setInView), [])
  return [element, inView] as const
}
