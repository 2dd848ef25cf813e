import { lazy, Suspense } from 'react'
import { useViewed } from './viewer-state.ts'

const Viewer = lazy(() => import('./viewer.tsx'))

/** Where pictures and films are shown large; once, at the root. Nothing of it is loaded before it is wanted. */
export function MediaViewerOverlay() {
  const viewed = useViewed()
  if (!viewed) return null
  return (
    <Suspense>
      <Viewer {...viewed} />
    </Suspense>
  )
}
