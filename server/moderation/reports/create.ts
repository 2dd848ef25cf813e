import { requireAccount } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { notFound, unprocessable } from '../../kit/index.ts'
import { renderPosts } from '../../posts/index.ts'
import { emit } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { currentRules } from '../rules/rules.ts'
import type { NewReport, Report } from '../schema.ts'
import { reported } from '../signals.ts'
import { insertReport } from './queries.ts'
import { reportsJson } from './views.ts'

const COMMENT_MAX = 1000

/**
 * Tells those who run the network of somebody. Whoever is reported hears nothing of it.
 *
 * `forward` is for accounts from elsewhere, of which there are none yet, so it forwards nothing.
 *
 * @throws Problem 404: no such account, or a post that is not theirs, or not for the reporter to see; 422: the reporter's
 * own account, a comment that is too long, a rule that is none.
 */
export async function report(app: App, viewer: Viewer, body: NewReport): Promise<Report> {
  const { row: target } = await requireAccount(app, body.account_id)
  if (target.id === viewer.accountId) throw unprocessable('You cannot report yourself.')
  const comment = (body.comment ?? '').trim()
  if ([...comment].length > COMMENT_MAX) {
    throw unprocessable(`Validation failed: Comment is too long (maximum is ${COMMENT_MAX} characters)`, {
      comment: [{ error: 'ERR_TOO_LONG', description: `is too long (maximum is ${COMMENT_MAX} characters)` }],
    })
  }
  const postIds = await requirePostsOf(app, viewer, target.id, numbers(body.status_ids))
  const ruleIds = await requireRules(app, numbers(body.rule_ids))
  if (numbers(body.collection_ids).length > 0) throw notFound('There is no such collection.')
  const made = await transact(app.db, async (tx) => {
    const [row] = await insertReport(tx, {
      account_id: viewer.accountId,
      target_account_id: target.id,
      comment,
      category: ruleIds.length > 0 ? 'violation' : (body.category ?? 'other'),
      status_ids: postIds,
      rule_ids: ruleIds,
      created_at: app.now(),
    })
    await emit(tx, reported, { reportId: row!.id, accountId: viewer.accountId, targetId: target.id })
    return row!.id
  })
  return (await reportsJson(app, [made])).get(made)!
}

const numbers = (ids: readonly string[] = []): number[] => [...new Set(ids.map(Number))]

async function requirePostsOf(app: App, viewer: Viewer, authorId: number, ids: number[]): Promise<number[]> {
  const posts = await renderPosts(app, viewer, ids, 'direct')
  const theirs = posts.filter((post) => post.account.id === String(authorId))
  if (theirs.length < ids.length) throw notFound('One of these posts is not there, or not by this account.')
  return ids
}

/** @throws Problem 422 when one of them is no rule of this network. */
export async function requireRules(app: App, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return ids
  const known = new Set((await currentRules(app)).map((rule) => Number(rule.id)))
  if (ids.some((id) => !known.has(id))) {
    throw unprocessable('Validation failed: Rules does not reference valid rules', {
      rule_ids: [{ error: 'ERR_INVALID', description: 'does not reference valid rules' }],
    })
  }
  return ids
}
