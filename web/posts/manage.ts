/** What the menu of a post does to it. */
import { keepStatuses, type StoredStatus, statuses } from '../api/entities.ts'
import { del, get, post } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { openComposer } from '../session/intents.ts'
import { askToConfirm } from '../ui/dialog.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import type { Status } from './types.ts'

/** Deletes a post of one's own after asking; with `redraft` its text comes back in the composer. */
export async function deletePost(status: StoredStatus, { redraft = false } = {}): Promise<void> {
  const refocus = neighbourOfFocus()
  const sure = await askToConfirm({
    title: t('posts.deleteQuestion'),
    text: t(redraft ? 'posts.redraftText' : 'posts.deleteText'),
    action: t(redraft ? 'posts.redraft' : 'common.delete'),
    danger: true,
  })
  if (!sure) return
  const boosts = [...statuses.all()].filter((one) => one.reblogId === status.id)
  for (const { id } of [status, ...boosts]) statuses.remove(id)
  refocus()
  try {
    const answer = await del<Status>(`/api/v1/statuses/${status.id}`)
    countLess(status)
    if (redraft) openComposer({ kind: 'redraft', of: answer })
    else toast(t('posts.deleted'))
  } catch (error) {
    for (const one of [status, ...boosts]) statuses.put(one)
    void queryClient.invalidateQueries({ refetchType: 'none' })
    toastError(error)
  }
}

/** What it answered and what it quoted have one less. */
function countLess({ in_reply_to_id, quote }: StoredStatus): void {
  const parent = statuses.get(in_reply_to_id ?? '')
  if (parent) statuses.patch(parent.id, { replies_count: Math.max(0, parent.replies_count - 1) })
  const quoted = statuses.get(quote?.quoted_status?.id ?? '')
  if (quoted) statuses.patch(quoted.id, { quotes_count: Math.max(0, quoted.quotes_count - 1) })
}

/** Remembers the post after (or before) the one that has the focus. @returns gives it the focus. */
function neighbourOfFocus(): () => void {
  const cards = [...document.querySelectorAll<HTMLElement>('article[tabindex]')]
  const at = cards.findIndex((card) => card.contains(document.activeElement))
  const next = at < 0 ? undefined : (cards[at + 1] ?? cards[at - 1])
  return () => requestAnimationFrame(() => next?.focus({ preventScroll: true }))
}

/** Takes back that a post quotes one of one's own. */
export async function revokeQuote(status: StoredStatus): Promise<void> {
  const quoted = status.quote?.quoted_status
  if (!quoted) return
  const sure = await askToConfirm({
    title: t('posts.revoke'),
    text: t('posts.revokeText'),
    action: t('common.remove'),
    danger: true,
  })
  if (!sure) return
  await trying(async () => {
    keepStatuses([await post<Status>(`/api/v1/statuses/${quoted.id}/quotes/${status.id}/revoke`)])
  })
}

/** Copies a text and says so. */
export async function copy(text: string): Promise<void> {
  await trying(async () => {
    await navigator.clipboard.writeText(text)
    toast(t('common.copied'))
  })
}

/** Copies a piece of HTML that shows the post on another page. */
export async function copyEmbed({ url }: Pick<StoredStatus, 'url'>): Promise<void> {
  await trying(async () => copy((await get<{ html: string }>('/api/oembed', { url })).html))
}

/** Hands the post to what the device shares with. */
export async function share({ url, account }: StoredStatus): Promise<void> {
  try {
    await navigator.share({ url, title: t('posts.postBy', { name: account.display_name || account.username }) })
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) toastError(error)
  }
}

async function trying(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    toastError(error)
  }
}
