/** Opens the composer over whatever page there is: for what a part below asked for, and for the key `n`. */
import { lazy, Suspense } from 'react'
import { composing, openComposer } from '../session/intents.ts'
import { useMe } from '../session/me.ts'
import { useHotkeys } from '../ui/hotkeys.ts'

const ComposeDialog = lazy(() => import('./compose-dialog.tsx'))

export function ComposeOverlay() {
  const me = useMe()
  const intent = composing.use()
  useHotkeys(me ? { n: () => openComposer({ kind: 'new' }) } : {})
  if (!me || !intent) return null
  return (
    <Suspense>
      <ComposeDialog intent={intent} onDone={() => composing.set(null)} />
    </Suspense>
  )
}
