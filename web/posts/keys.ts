/** Keys on a post that has the focus. */
import type { StoredStatus } from '../api/entities.ts'
import { openComposer } from '../session/intents.ts'
import { navigate } from '../ui/router.tsx'
import { quotePost, replyTo } from './actions.tsx'
import { postPath } from './links.ts'
import { isOpened, setOpened } from './opened.ts'
import { isBoostable, isSignedIn, toggle } from './react.ts'

type Key = (status: StoredStatus, card: HTMLElement) => unknown

const openThread: Key = (status) => navigate(postPath(status))

const KEYS: Readonly<Record<string, Key>> = {
  r: replyTo,
  b: (status) => isBoostable(status) && toggle(status.id, 'boost'),
  q: quotePost,
  f: ({ id }) => toggle(id, 'favourite'),
  d: ({ id }) => toggle(id, 'bookmark'),
  m: async ({ account }) => (await isSignedIn()) && openComposer({ kind: 'new', text: `@${account.acct} ` }),
  x: ({ id, filtered, spoiler_text: warning }) => {
    const cover = filtered && filtered.length > 0 && !isOpened('filter', id) ? 'filter' : 'warning'
    if (cover === 'filter' || warning) setOpened(cover, id, !isOpened(cover, id))
    else setOpened('length', id, !isOpened('length', id))
  },
  e: (_, card) => card.querySelector<HTMLElement>('[data-media] button, [data-media] a')?.click(),
  o: openThread,
  Enter: openThread,
}

/** Does what the key (of hotkeys.ts) stands for. @returns whether it stands for something. */
export function pressed(key: string, status: StoredStatus, card: HTMLElement): boolean {
  const run = KEYS[key]
  if (!run) return false
  void run(status, card)
  return true
}
