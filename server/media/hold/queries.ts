import type { Tx } from '../../storage/index.ts'

/** @returns those that are this account's and no post's: they are not swept until a day after `until`. */
export const holdLoose = (tx: Tx, accountId: number, ids: readonly number[], until: Date) => tx<{ id: number }>`
  update public.media set loose_since = greatest(loose_since, ${until})
   where id = any(${ids}::bigint[]) and account_id = ${accountId} and post_id is null and deleted_at is null
   returning id`

/** Those that no post has count as loose from now on. */
export const letGo = (tx: Tx, accountId: number, ids: readonly number[], now: Date) => tx`
  update public.media set loose_since = ${now}
   where id = any(${ids}::bigint[]) and account_id = ${accountId} and post_id is null and deleted_at is null`
