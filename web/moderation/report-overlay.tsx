import { lazy, Suspense } from 'react'
import { reporting } from '../session/intents.ts'

const ReportDialog = lazy(() => import('./report-dialog.tsx'))

/** The dialog in which anybody reports a person, when somebody asked for it (session/intents.ts). */
export function ReportOverlay() {
  const wanted = reporting.use()
  if (!wanted) return null
  return (
    <Suspense fallback={null}>
      <ReportDialog key={wanted.accountId} intent={wanted} onClose={() => reporting.set(null)} />
    </Suspense>
  )
}
