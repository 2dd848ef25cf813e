/** Favourite, boost, bookmark, pin, mute a conversation: seen at once, taken back when the server refuses. */
import { keepStatuses, type StoredStatus, statuses } from '../api/entities.ts'
import { post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { currentMe } from '../session/me.ts'
import { preferences } from '../session/preferences.ts'
import { askToConfirm } from '../ui/dialog.tsx'
import { toastError } from '../ui/toast.tsx'
import type { Status } from './types.ts'

const MARKS = {
  favourite: { field: 'favourited', count: 'favourites_count', on: 'favourite', off: 'unfavourite' },
  boost: { field: 'reblogged', count: 'reblogs_count', on: 'reblog', off: 'unreblog' },
  bookmark: { field: 'bookmarked', count: null, on: 'bookmark', off: 'unbookmark' },
  pin: { field: 'pinned', count: null, on: 'pin', off: 'unpin' },
  muteThread: { field: 'muted', count: null, on: 'mute', off: 'unmute' },
} as const
export type Mark = keyof typeof MARKS

/** What is wanted of a mark whose request is under way; the last wish counts. */
const underWay = new Map<string, { wanted: boolean }>()

function show(id: string, mark: Mark, on: boolean): void {
  const { field, count } = MARKS[mark]
  const status = statuses.get(id)
  if (!status || Boolean(status[field]) === on) return
  const change: Partial<StoredStatus> = { [field]: on }
  statuses.patch(id, count ? { ...change, [count]: Math.max(0, status[count] + (on ? 1 : -1)) } : change)
}

/** Sets a mark on a post or takes it back. @returns whether the server did it. */
export async function setMark(id: string, mark: Mark, on: boolean): Promise<boolean> {
  const key = `${mark} ${id}`
  show(id, mark, on)
  const running = underWay.get(key)
  if (running) {
    running.wanted = on
    return true
  }
  const wish = { wanted: on }
  underWay.set(key, wish)
  let done = !on
  try {
    while (done !== wish.wanted) {
      const next = wish.wanted
      const answer = await post<Status>(`/api/v1/statuses/${id}/${next ? MARKS[mark].on : MARKS[mark].off}`)
      done = next
      if (wish.wanted === next) keepStatuses([answer])
      if (mark === 'boost' && !next) forgetOwnBoost(id)
    }
    return true
  } catch (error) {
    show(id, mark, done)
    toastError(error)
    return false
  } finally {
    underWay.delete(key)
  }
}

/** The boost is no post any more: lists drop it. */
function forgetOwnBoost(id: string): void {
  const own = [...statuses.all()].filter((one) => one.reblogId === id && one.account.id === currentMe()?.id)
  for (const boost of own) statuses.remove(boost.id)
}

/** Sets a mark that is not there, takes back one that is; visitors are asked to sign in. */
export async function toggle(id: string, mark: Mark): Promise<void> {
  const status = statuses.get(id)
  if (!status || !(await isSignedIn())) return
  const on = !status[MARKS[mark].field]
  if (mark === 'boost' && on && preferences().confirmBoost) {
    if (!(await askToConfirm({ title: t('posts.boostQuestion'), action: t('posts.boost') }))) return
  }
  await setMark(id, mark, on)
}

/** Whether somebody is signed in; who is not is offered to. */
export async function isSignedIn(): Promise<boolean> {
  if (currentMe()) return true
  const wants = await askToConfirm({
    title: t('posts.signInTitle'),
    text: t('posts.signInText'),
    action: t('posts.signIn'),
  })
  if (wants) location.assign(signInAddress())
  return false
}

/** The page to sign in at, which leads back here. */
export const signInAddress = (): string => `/auth/sign_in?next=${encodeURIComponent(location.pathname)}`

/** Whether the viewer may boost a post: what is for followers, only its author. */
export const isBoostable = ({ visibility, account }: StoredStatus): boolean =>
  visibility === 'public' || visibility === 'unlisted' || (visibility === 'private' && account.id === currentMe()?.id)
