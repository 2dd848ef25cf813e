/** Somebody new is shown around once. */
import type { CredentialAccount } from '../../server/accounts/schema.ts'
import { currentMe } from '../session/me.ts'
import { navigate } from '../ui/router.tsx'

/** Under it this browser remembers that it happened. */
export const WELCOMED = 'welcomed'
const NEW_FOR_MS = 7 * 24 * 3600_000

/** Whether somebody has just joined and done nothing yet. */
export const isNewHere = (me: CredentialAccount, nowMs = Date.now()): boolean =>
  me.statuses_count === 0 &&
  me.following_count === 0 &&
  me.display_name === '' &&
  me.source.note === '' &&
  me.avatar.includes('/default/') &&
  nowMs - Date.parse(me.created_at) < NEW_FOR_MS

/** Leads from home to the welcome, once in this browser. */
export function welcomeOnce(): void {
  const me = currentMe()
  if (!me || location.pathname !== '/' || !isNewHere(me)) return
  try {
    if (localStorage.getItem(WELCOMED)) return
    localStorage.setItem(WELCOMED, '1')
  } catch {
    return // a browser that keeps nothing would lead there every time
  }
  navigate('/welcome', { replace: true })
}
