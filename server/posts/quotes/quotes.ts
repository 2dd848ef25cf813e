import type { Visibility } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Page, Viewer } from '../../http/index.ts'
import { forbidden, notFound, unprocessable } from '../../kit/index.ts'
import { hiddenFor } from '../../relations/index.ts'
import { emit } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { original } from '../boost.ts'
import { type PostEntry, postEntries, viewerFlags } from '../entries.ts'
import type { QuotePolicy } from '../queries.ts'
import type { Status } from '../schema.ts'
import { policyChanged, quoteRevoked } from '../signals.ts'
import { mayQuote } from '../varying.ts'
import { renderPosts, requirePost, requireStatus } from '../views.ts'
import { quotingIds, revokeQuote, setQuotePolicy } from './queries.ts'

/**
 * The post that is to be quoted (of a boost, the one that it shows).
 *
 * @throws Problem 404 (not there for this person), 403 (its author does not let them), 422 (more people would see it).
 */
export async function requireQuotable(
  app: App,
  viewer: Viewer,
  id: string,
  visibility: Visibility,
): Promise<PostEntry> {
  const post = await original(app, viewer, id)
  const { row } = post
  const { blocking } = await hiddenFor(app, viewer.accountId)
  if (blocking.has(row.author_id)) throw forbidden('You block the author of the post that this quotes')
  const flags = (await (await viewerFlags(app, viewer.accountId)).get(row.id)) ?? null
  if (!mayQuote({ post, flags }, viewer)) throw forbidden('The author of this post does not let you quote it')
  if (row.visibility === 'private' && visibility !== 'private' && visibility !== 'direct') {
    throw unprocessable('A post for your followers can be quoted for your followers only')
  }
  return post
}

/** The posts that quote one, newest first, as far as the viewer may see them. @throws Problem 404. */
export async function quotesOf(
  app: App,
  viewer: Viewer | null,
  id: string,
  page: Page,
): Promise<{ posts: Status[]; ids: number[] }> {
  const status = await requireStatus(app, viewer, id)
  const rows = await quotingIds(app.db.read, Number(status.reblog?.id ?? status.id), page)
  const ids = rows.map((row) => row.id).sort((a, b) => b - a)
  return { posts: await renderPosts(app, viewer, ids), ids }
}

/**
 * Takes back the permission that a post has to quote one's own.
 * One that blocks them hides nothing by it: what everybody may read they may end.
 *
 * @returns the post that quoted, as it is shown from now on.
 * @throws Problem 404 (no such post of one's own), 403 (somebody else's), 422 (that one does not quote it).
 */
export async function revoke(app: App, viewer: Viewer, id: string, quotingId: string): Promise<Status> {
  const { row } = await requirePost(app, viewer, id)
  if (row.author_id !== viewer.accountId) throw forbidden('Only the author of a post decides who may quote it')
  const [seen] = await renderPosts(app, viewer, [Number(quotingId)], 'direct')
  const reader = seen ? viewer : null
  await requireStatus(app, reader, quotingId)
  const quoting = await postEntries(app).get(Number(quotingId))
  if (quoting?.row.quote_of_id !== row.id) throw notFound()
  await transact(app.db, async (tx) => {
    const [revoked] = await revokeQuote(tx, quoting.row.id, row.id, app.now())
    if (!revoked) return
    const fact = { postId: quoting.row.id, authorId: revoked.author_id }
    await emit(tx, quoteRevoked, { ...fact, quotedPostId: row.id, quotedAuthorId: row.author_id })
  })
  return await requireStatus(app, reader, quotingId)
}

/** Sets who may quote a post of one's own from now on; quotes that are there stay. @throws Problem 404, 403. */
export async function setPolicy(app: App, viewer: Viewer, id: string, policy: QuotePolicy): Promise<Status> {
  const { row } = await requirePost(app, viewer, id)
  if (row.author_id !== viewer.accountId) throw forbidden('Only the author of a post decides who may quote it')
  await transact(app.db, async (tx) => {
    const changed = await setQuotePolicy(tx, row.id, policy)
    if (changed.length > 0) await emit(tx, policyChanged, { postId: row.id, authorId: row.author_id })
  })
  return await requireStatus(app, viewer, id)
}
