/** Where the dialogs about people appear; once, at the root. None of them is loaded before it is wanted. */
import { type ComponentType, lazy, Suspense } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import { useAccount } from '../api/entities.ts'
import { type AccountDialogIntent, closeAccountDialog, useAccountDialog } from './dialog-state.ts'

/** What each of them gets. */
export interface AccountDialogProps {
  readonly account: Account
  readonly onClose: () => void
}

const kinds: Readonly<Record<AccountDialogIntent['kind'], ComponentType<AccountDialogProps>>> = {
  lists: lazy(() => import('./lists-dialog.tsx')),
  mute: lazy(() => import('./mute-dialog.tsx')),
  languages: lazy(() => import('./languages-dialog.tsx')),
  note: lazy(() => import('./note-dialog.tsx')),
}

export function AccountDialogs() {
  const asked = useAccountDialog()
  const account = useAccount(asked?.accountId ?? null)
  if (!asked || !account) return null
  const Shown = kinds[asked.kind]
  return (
    <Suspense fallback={null}>
      <Shown key={account.id} account={account} onClose={closeAccountDialog} />
    </Suspense>
  )
}
