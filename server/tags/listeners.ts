import { accountDeleted } from '../accounts/index.ts'
import type { Bus } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { endTagsOf } from './queries.ts'

export function listen(bus: Bus): void {
  const endAllOf = async (tx: Tx, { accountId }: { accountId: number }) => {
    await endTagsOf(tx, 'followed_tags', accountId)
    await endTagsOf(tx, 'featured_tags', accountId)
  }
  bus.later(accountDeleted, 'tags.end-deleted', endAllOf)
  bus.elsewhere(accountDeleted, 'tags.end-deleted-there', endAllOf)
}
