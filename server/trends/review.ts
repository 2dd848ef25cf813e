import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { act, requirePermission } from '../moderation/index.ts'
import { renderPosts, requireStatus } from '../posts/index.ts'
import { emit } from '../signals/index.ts'
import { tagsJson } from '../tags/index.ts'
import { keyById, type Ranked, type ReviewKind, writeReview } from './queries.ts'
import { wholeRanking } from './ranking.ts'
import type { AdminTag, AdminTrendStatus } from './schema.ts'
import { reviewed } from './signals.ts'

/** Whoever has it sees what trends before it is decided about, and decides. */
export const PERMISSION = 'manage_taxonomies'

/** Tags that trend, what was rejected included, the strongest first. */
export async function tagsToReview(app: App, viewer: Viewer): Promise<AdminTag[]> {
  await requirePermission(app, viewer, PERMISSION)
  return await adminTags(app, viewer, await wholeRanking(app, 'tag'))
}

export async function postsToReview(app: App, viewer: Viewer): Promise<AdminTrendStatus[]> {
  await requirePermission(app, viewer, PERMISSION)
  const ranked = await wholeRanking(app, 'post')
  const reviews = new Map(ranked.map((one) => [one.key, one.allowed]))
  const shown = await renderPosts(
    app,
    viewer,
    ranked.map((one) => Number(one.key)),
    'direct',
  )
  return shown.map((post) => ({ ...post, requires_review: (reviews.get(post.id) ?? null) === null }))
}

/** @param id of a Tag that trends. @throws Problem 404. */
export async function reviewTag(app: App, viewer: Viewer, id: string, allowed: boolean): Promise<AdminTag> {
  await requirePermission(app, viewer, PERMISSION)
  const [found] = await keyById(app.db.read, 'tag', Number(id))
  if (!found) throw notFound('No hashtag with this id trends.')
  await review(app, viewer, 'tag', found.key, allowed)
  return (await adminTags(app, viewer, [{ key: found.key, allowed }]))[0]!
}

/** @throws Problem 404. */
export async function reviewPost(app: App, viewer: Viewer, id: string, allowed: boolean): Promise<AdminTrendStatus> {
  await requirePermission(app, viewer, PERMISSION)
  const post = await requireStatus(app, viewer, id)
  await review(app, viewer, 'post', post.id, allowed)
  return { ...post, requires_review: false }
}

/** What was decided holds at once, and stands in the audit log. @throws Problem 403. */
export async function review(app: App, viewer: Viewer, kind: ReviewKind, key: string, allowed: boolean): Promise<void> {
  await act(app, viewer, PERMISSION, async (tx, note) => {
    await writeReview(tx, kind, key, allowed, viewer.accountId)
    const action = `trend.${allowed ? 'approve' : 'reject'}`
    note({ action, targetType: 'trend', targetId: null, details: { kind, key } })
    await emit(tx, reviewed, {})
  })
}

async function adminTags(
  app: App,
  viewer: Viewer,
  ranked: readonly Pick<Ranked, 'key' | 'allowed'>[],
): Promise<AdminTag[]> {
  const names = ranked.map((one) => one.key)
  const reviews = new Map(ranked.map((one) => [one.key, one.allowed]))
  return (await tagsJson(app, viewer, names)).map((tag) => {
    const allowed = reviews.get(tag.name) ?? null
    // No hashtag can be disabled on this network: what is written is a link.
    return { ...tag, trendable: allowed !== false, usable: true, requires_review: allowed === null }
  })
}
