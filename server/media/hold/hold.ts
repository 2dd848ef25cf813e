import type { App } from '../../app.ts'
import { unprocessable } from '../../kit/index.ts'
import type { Tx } from '../../storage/index.ts'
import { holdLoose, letGo } from './queries.ts'

/**
 * Keeps media that no post has yet from being swept before `until`: a draft or a scheduled post wants them.
 *
 * @throws Problem 422 unless each is this account's, there, and no post's.
 */
export async function holdMedia(tx: Tx, accountId: number, ids: readonly number[], until: Date): Promise<void> {
  if (ids.length === 0) return
  if ((await holdLoose(tx, accountId, ids, until)).length < new Set(ids).size) {
    throw unprocessable('A picture is not there any more, is not yours, or belongs to another post. Upload it again.')
  }
}

/** What held them wants them no more: they are swept a day from now unless a post takes them. */
export async function letGoOfMedia(app: App, tx: Tx, accountId: number, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await letGo(tx, accountId, ids, app.now())
}
