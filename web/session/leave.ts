/**
 * One browser, several people: what it keeps of the person at it beside the session (copies of what is being written,
 * searches, emojis used lately) goes when they sign out or somebody else signs in, and no open page goes on as somebody
 * who is not signed in any more. How the client looks is the browser's, and stays.
 */
import { ApiError, del } from '../api/http.ts'
import { currentMe } from './me.ts'

/** Whose it is what is kept. */
const PERSON = 'person'
const STAYS: ReadonlySet<string> = new Set([PERSON, 'preferences', 'welcomed'])
const channel = new BroadcastChannel(PERSON)
let isGone = false

/** Whether the person of this page has just signed out, here or elsewhere: from then on nothing of theirs is kept. */
export const hasLeft = (): boolean => isGone

/** At the start of a page: looks whose the browser is now, and tells the other pages, which are begun anew if need be. */
export function arrive(): void {
  const id = currentMe()?.id ?? ''
  try {
    const before = localStorage.getItem(PERSON)
    if (id !== '' && before !== id) {
      forget()
      localStorage.setItem(PERSON, id)
    }
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
  channel.onmessage = ({ data }: MessageEvent<string>) => {
    if (data === id) return
    isGone = true
    location.reload()
  }
  channel.postMessage(id)
  // A page that the browser had put aside for the way back may be of somebody who has left since.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
}

function forget(): void {
  for (const key of Object.keys(localStorage)) if (!STAYS.has(key)) localStorage.removeItem(key)
}

/** @throws ApiError when the server cannot be reached: then the person is still signed in. */
export async function signOut(): Promise<void> {
  try {
    await del('/api/tweeter/v1/session')
  } catch (error) {
    // It has ended already: what is here must go all the same.
    if (!(error instanceof ApiError && error.status === 401)) throw error
  }
  isGone = true
  try {
    forget()
    localStorage.removeItem(PERSON)
  } catch {
    // As above.
  }
  await forgetNotifications().catch(() => {})
  channel.postMessage('')
  location.replace('/')
}

/** The server sends no more to a session that has ended; what is on the screen, and the browser's address, go here. */
async function forgetNotifications(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration('/')
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close()
  await (await registration?.pushManager?.getSubscription())?.unsubscribe()
}
