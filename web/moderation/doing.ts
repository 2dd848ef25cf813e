/** Changes by staff: one at a time, with what came of it said aloud. */
import { useState } from 'react'
import { queryClient } from '../api/queries.ts'
import { toast, toastError } from '../ui/toast.tsx'

/** Everything that staff pages read is kept under this, and read anew after each change. */
export const STAFF = 'staff'
export const staffChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [STAFF] })

export interface Doing {
  /** What is under way; '' when nothing is. */
  readonly busy: string
  /** @returns whether it was done; when not, a toast says why. */
  run(name: string, work: () => Promise<unknown>, done?: string): Promise<boolean>
}

export function useDoing(): Doing {
  const [busy, setBusy] = useState('')
  const run: Doing['run'] = async (name, work, done) => {
    setBusy(name)
    try {
      await work()
      if (done) toast(done)
      return true
    } catch (error) {
      toastError(error)
      return false
    } finally {
      // Also after a refusal: what is shown may be old.
      await staffChanged()
      setBusy('')
    }
  }
  return { busy, run }
}
