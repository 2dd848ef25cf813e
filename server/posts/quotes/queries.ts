import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'
import type { QuotePolicy } from '../queries.ts'

/** Posts that quote one. Whether they may be seen is judged when they are shown. Index: posts_by_quoted. */
export const quotingIds = (read: Read, postId: number, page: Page) => read<{ id: number }>`
  select id from posts
   where quote_of_id = ${postId} and deleted_at is null and quote_revoked_at is null
     and id < ${page.below} and id > ${page.above}
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

/** @returns no row when that post does not quote this one, or no longer. */
export const revokeQuote = (tx: Tx, postId: number, quotedPostId: number, now: Date) => tx<{ author_id: number }>`
  update posts set quote_revoked_at = ${now}
   where id = ${postId} and quote_of_id = ${quotedPostId} and deleted_at is null and quote_revoked_at is null
  returning author_id`

export const setQuotePolicy = (tx: Tx, postId: number, policy: QuotePolicy) => tx`
  update posts set quote_policy = ${policy} where id = ${postId} and deleted_at is null and quote_policy <> ${policy}
  returning id`
