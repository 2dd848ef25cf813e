/** Sends what is written: each post of a thread after the other, as a reply to it. */
import type { MediaAttachment } from '../../server/media/schema.ts'
import type { Draft, ScheduledStatus } from '../../server/posts/later/schema.ts'
import type { Status } from '../../server/posts/schema.ts'
import { keepStatuses, statuses } from '../api/entities.ts'
import { del, post, put } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { posted } from '../session/events.ts'
import {
  asDescribed,
  bodyOf,
  type Composition,
  describe,
  draftBodyOf,
  editBodyOf,
  isEmpty,
  isUndescribed,
  type Medium,
  type Piece,
} from './model.ts'

export type Sent =
  | { readonly kind: 'posted' | 'edited'; readonly status: Status }
  | { readonly kind: 'scheduled'; readonly at: string }

/** Keys of requests by what they said: the same again is the same post, another text is another one. */
const keys = new Map<string, string>()
function idempotencyKey(piece: Piece, body: object): string {
  const name = `${piece.key} ${JSON.stringify(body)}`
  const key = keys.get(name) ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('')
  keys.set(name, key)
  return key
}

async function tellDescriptions(piece: Piece): Promise<Piece> {
  const media: Medium[] = []
  for (const medium of piece.media) {
    if (medium.id !== null && isUndescribed(medium)) {
      await put<MediaAttachment>(`/api/v1/media/${medium.id}`, describe(medium))
      media.push(asDescribed(medium))
    } else media.push(medium)
  }
  return { ...piece, media }
}

/**
 * Sends it all. `done` is told after each post that is there, with what is left to send: when one in the middle is
 * refused, those before it stay published.
 *
 * @throws ApiError of the post that was refused.
 */
export async function send(composition: Composition, done: (left: Composition) => void): Promise<Sent> {
  const { origin, settings } = composition
  if (origin.kind === 'edit') {
    const status = await put<Status>(`/api/v1/statuses/${origin.id}`, editBodyOf(composition.pieces[0]!, settings))
    keepStatuses([status])
    return { kind: 'edited', status }
  }
  let left = composition
  let first: Status | null = null
  for (const written of composition.pieces) {
    const piece = await tellDescriptions(written)
    const body = bodyOf(piece, settings, left.replyTo, left.quoting)
    const headers = { 'idempotency-key': idempotencyKey(piece, body) }
    const made = await post<Status | ScheduledStatus>('/api/v1/statuses', body, headers)
    await dropOrigin(left)
    if ('scheduled_at' in made) return { kind: 'scheduled', at: made.scheduled_at }
    tell(made, left)
    first ??= made
    left = { ...left, pieces: left.pieces.slice(1), replyTo: made.id, quoting: null, origin: { kind: 'new' } }
    done(left)
  }
  return { kind: 'posted', status: first! }
}

/** The post knows how often what it quotes is quoted now; of what it answers, it does not know the count. */
function tell(made: Status, { replyTo }: Composition): void {
  keepStatuses([made])
  const parent = replyTo === null ? undefined : statuses.get(replyTo)
  if (parent) statuses.patch(parent.id, { replies_count: parent.replies_count + 1 })
  posted.tell(made.id)
}

/** The draft or scheduled post that this was is done with. Should that fail, it is still there to be thrown away. */
async function dropOrigin({ origin }: Composition): Promise<void> {
  if (origin.kind === 'draft') await del(`/api/tweeter/v1/drafts/${origin.id}`).catch(() => {})
  if (origin.kind === 'scheduled') await del(`/api/v1/scheduled_statuses/${origin.id}`).catch(() => {})
  refreshLater()
}

/** The lists of drafts and scheduled posts are asked for again. */
export function refreshLater(): void {
  void queryClient.invalidateQueries({ queryKey: ['drafts'] })
  void queryClient.invalidateQueries({ queryKey: ['scheduled'] })
}

/** Keeps it on the server: each post of a thread as a draft of its own, so that the first is the newest. */
export async function saveDraft(composition: Composition): Promise<void> {
  const { origin, settings } = composition
  for (const [at, written] of [...composition.pieces.entries()].reverse()) {
    if (isEmpty(written)) continue
    const piece = await tellDescriptions({ ...written, media: written.media.filter(({ id }) => id !== null) })
    const isFirst = at === 0
    const body = draftBodyOf(piece, settings, composition.replyTo, isFirst ? composition.quoting : null)
    if (isFirst && origin.kind === 'draft') await put<Draft>(`/api/tweeter/v1/drafts/${origin.id}`, body)
    else await post<Draft>('/api/tweeter/v1/drafts', body)
  }
  refreshLater()
}
