import { accountDeleted } from '../accounts/index.ts'
import type { Bus } from '../signals/index.ts'
import { endTagsOf } from './queries.ts'

export function listen(bus: Bus): void {
  bus.later(accountDeleted, 'tags.end-deleted', async (tx, { accountId }) => {
    await endTagsOf(tx, 'followed_tags', accountId)
    await endTagsOf(tx, 'featured_tags', accountId)
  })
}
