import { requireAccount } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { unprocessable } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import type { Relationship } from '../schema.ts'
import { relationship } from '../views.ts'
import { putNote } from './queries.ts'

/** Characters; Mastodon's figure. */
const MOST = 2000

/**
 * Keeps what the viewer notes about an account; nobody else ever sees it. Empty takes it back.
 *
 * @throws Problem 404 when there is no such account; 422 when the note is too long.
 */
export async function setNote(app: App, viewer: Viewer, id: string, comment: string): Promise<Relationship> {
  const { row: subject } = await requireAccount(app, id)
  if ([...comment].length > MOST) {
    throw unprocessable(`Validation failed: Comment is too long (maximum is ${MOST} characters)`)
  }
  const kept = comment.trim() === '' ? '' : comment
  await transact(app.db, (tx) => putNote(tx, viewer.accountId, subject.id, kept))
  return await relationship(app, viewer.accountId, subject.id)
}
