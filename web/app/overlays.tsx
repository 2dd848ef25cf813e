/** What lies over the pages, whoever asked for it (session/intents.ts). Each is loaded when it is first wanted. */
import { lazy, Suspense } from 'react'
import { AccountDialogs } from '../accounts/dialogs.tsx'
import { ComposeOverlay } from '../compose/overlay.tsx'
import { MediaViewerOverlay } from '../media/viewer-overlay.tsx'
import { ReportOverlay } from '../moderation/report-overlay.tsx'
import { showingShortcuts } from '../session/intents.ts'
import { Confirmations } from '../ui/dialog.tsx'
import { useHotkeys } from '../ui/hotkeys.ts'
import { navigate } from '../ui/router.tsx'
import { Toasts } from '../ui/toast.tsx'

const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'))

export function Overlays() {
  const shortcuts = showingShortcuts.use()
  useHotkeys({
    '?': () => showingShortcuts.set(true),
    '/': () => focusSearch(),
  })
  return (
    <>
      <Suspense fallback={null}>{shortcuts && <ShortcutsDialog />}</Suspense>
      <ComposeOverlay />
      <MediaViewerOverlay />
      <AccountDialogs />
      <ReportOverlay />
      <Confirmations />
      <Toasts />
    </>
  )
}

/** The search field that is there, else the page that has one. */
function focusSearch(): void {
  const field = [...document.querySelectorAll<HTMLInputElement>('input[type=search]')].find((one) =>
    one.checkVisibility(),
  )
  if (field) field.focus()
  else navigate('/search')
}
