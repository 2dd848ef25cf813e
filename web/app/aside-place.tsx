import { lazy, Suspense, useEffect, useState } from 'react'
import { whenIdle } from '../api/idle.ts'

const Aside = lazy(() => import('../explore/aside.tsx'))

/** As the frame has it (shell.module.css): on narrower screens there is no aside, and nothing is loaded for it. */
const wide = matchMedia('(min-width: 64em)')

/** The content of the aside, once the browser has nothing better to do. */
export function AsidePlace() {
  const [isDue, setDue] = useState(false)
  useEffect(() => {
    if (isDue) return
    const start = () => {
      if (wide.matches) whenIdle(() => setDue(true))
    }
    start()
    wide.addEventListener('change', start)
    return () => wide.removeEventListener('change', start)
  }, [isDue])
  return <Suspense fallback={null}>{isDue && <Aside />}</Suspense>
}
