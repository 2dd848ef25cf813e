import type { App } from '../../app.ts'
import { emojisFor } from '../../emojis/index.ts'
import type { Viewer } from '../../http/index.ts'
import { type MediaAttachment, mediaAttachments } from '../../media/index.ts'
import type { Status, StatusEdit, StatusSource } from '../schema.ts'
import { plainText } from '../text/index.ts'
import { requirePost, requireStatus } from '../views.ts'
import { earlierVersions, type KeptPicture } from './queries.ts'

/**
 * What a post said and says, oldest first, for whoever may see it now; of one that was edited very often the last
 * versions. Of a boost it is the history of the post that it shows. @throws Problem 404.
 */
export async function historyOf(app: App, viewer: Viewer | null, id: string): Promise<StatusEdit[]> {
  const status = await requireStatus(app, viewer, id)
  const now = status.reblog ?? status
  const since = now.edited_at ?? now.created_at
  const rows = now.edited_at === null ? [] : await earlierVersions(app.db.read, Number(now.id), new Date(since))
  const pictureIds = new Set(rows.flatMap((row) => row.pictures.map((one) => Number(one.id))))
  const pictures = await mediaAttachments(app, app.db.read, [...pictureIds])
  const known = await emojisFor(app)
  const earlier = rows.toReversed().map((row) => ({
    ...common(now),
    content: row.content,
    spoiler_text: row.spoiler_text,
    sensitive: row.sensitive,
    emojis: known.in(row.spoiler_text, plainText(row.content), ...(row.poll_options ?? [])),
    created_at: row.created_at.toISOString(),
    media_attachments: row.pictures.flatMap((one) => asItWas(pictures.get(Number(one.id)), one)),
    poll: row.poll_options && pollAsItWas(row.poll_options),
  }))
  const { content, spoiler_text, sensitive, media_attachments } = now
  const poll = now.poll && pollAsItWas(now.poll.options.map((option) => option.title))
  return [...earlier, { ...common(now), content, spoiler_text, sensitive, created_at: since, media_attachments, poll }]
}

const common = ({ account, emojis, quote }: Pick<Status, 'account' | 'emojis' | 'quote'>) => ({
  account,
  emojis,
  quote,
})

const pollAsItWas = (titles: readonly string[]) => ({ options: titles.map((title) => ({ title })) })

/** A picture with the words and the focus that it had then. */
function asItWas(picture: MediaAttachment | undefined, { description, focus }: KeptPicture): MediaAttachment[] {
  if (!picture) return []
  const { focus: _now, ...measured } = picture.meta
  return [{ ...picture, description, meta: { ...measured, ...(focus ? { focus } : {}) } }]
}

/** A post as it was written, for whoever may see it, as Mastodon gives it. @throws Problem 404. */
export async function sourceOf(app: App, viewer: Viewer, id: string): Promise<StatusSource> {
  const { row } = await requirePost(app, viewer, id)
  return { id: String(row.id), text: row.text, spoiler_text: row.spoiler_text }
}
