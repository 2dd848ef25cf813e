import { lazy, Suspense, useEffect, useState } from 'react'

const Aside = lazy(() => import('../explore/aside.tsx'))

/** As the frame has it (shell.module.css): on narrower screens there is no aside, and nothing is loaded for it. */
const wide = matchMedia('(min-width: 1024px)')

/** The content of the aside, once the browser has nothing better to do. */
export function AsidePlace() {
  const [isDue, setDue] = useState(false)
  useEffect(() => {
    if (isDue) return
    // Safari has no idle callback.
    const later: (work: () => void) => void = window.requestIdleCallback ?? ((work) => setTimeout(work, 200))
    const start = () => {
      if (wide.matches) later(() => setDue(true))
    }
    start()
    wide.addEventListener('change', start)
    return () => wide.removeEventListener('change', start)
  }, [isDue])
  return <Suspense fallback={null}>{isDue && <Aside />}</Suspense>
}
