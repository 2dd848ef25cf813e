import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'
import type { CreateStatus } from '../schema.ts'

export interface DraftRow {
  readonly id: number
  readonly account_id: number
  readonly params: CreateStatus
  readonly scheduled_at: Date | null
  readonly app_id: number | null
  readonly error: string | null
  readonly created_at: Date
  readonly changed_at: Date
}

export type Kind = 'scheduled' | 'draft'

const isOf = (read: Read, kind: Kind) =>
  kind === 'scheduled' ? read`scheduled_at is not null` : read`scheduled_at is null`

/** Index: drafts_by_account. */
export const listRows = (read: Read, accountId: number, kind: Kind, page: Page) => read<DraftRow>`
  select id, account_id, params, scheduled_at, app_id, error, created_at, changed_at from drafts
   where account_id = ${accountId} and active and ${isOf(read, kind)} and id < ${page.below} and id > ${page.above}
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export const oneRow = (read: Read, accountId: number, kind: Kind, id: number) => read<DraftRow>`
  select id, account_id, params, scheduled_at, app_id, error, created_at, changed_at from drafts
   where id = ${id} and account_id = ${accountId} and active and ${isOf(read, kind)}`

/** Keeps it as it is until the transaction ends. */
export const lockRow = (tx: Tx, id: number) => tx<DraftRow>`
  select id, account_id, params, scheduled_at, app_id, error, created_at, changed_at from drafts
   where id = ${id} and active for update`

/** One change of what a person has not published after the other, since they are counted. */
export const lockDrafts = (tx: Tx, accountId: number) => tx`
  select pg_advisory_xact_lock(hashtextextended(${`drafts ${accountId}`}, 0))`

export const countRows = (tx: Tx, accountId: number, kind: Kind, from: Date, to: Date) => tx<{
  all: number
  between: number
}>`
  select count(*)::int as all, (count(*) filter (where scheduled_at >= ${from} and scheduled_at < ${to}))::int as between
    from drafts where account_id = ${accountId} and active and ${isOf(tx, kind)}`

export const insertRow = (
  tx: Tx,
  row: { accountId: number; params: CreateStatus; scheduledAt: Date | null; appId: number | null; now: Date },
) => tx<{ id: number }>`
  insert into drafts (account_id, params, scheduled_at, app_id, created_at)
  values (${row.accountId}, ${tx.json(row.params)}::jsonb, ${row.scheduledAt}, ${row.appId}, ${row.now}) returning id`

export const updateParams = (tx: Tx, id: number, params: CreateStatus) => tx`
  update drafts set params = ${tx.json(params)}::jsonb, error = null where id = ${id}`

export const updateTime = (tx: Tx, id: number, scheduledAt: Date) => tx`
  update drafts set scheduled_at = ${scheduledAt} where id = ${id}`

/** Those of the media that some other draft or scheduled post of theirs wants. Index: drafts_by_account. */
export const wantedElsewhere = (tx: Tx, accountId: number, mediaIds: number[], butFor: number) => tx<{ id: number }>`
  select distinct m.id::bigint as id from drafts d, jsonb_array_elements_text(d.params -> 'media_ids') m (id)
   where d.account_id = ${accountId} and d.active and d.id <> ${butFor}
     and jsonb_typeof(d.params -> 'media_ids') = 'array' and m.id = any(${mediaIds.map(String)}::text[])`

/** What it said is forgotten. */
export const endRow = (tx: Tx, id: number) => tx`
  update drafts set active = false, params = '{}', error = null where id = ${id}`

/** The same for all that a person has not published; @returns what they were. Index: drafts_by_account. */
export const endRowsOf = (tx: Tx, accountId: number) => tx<Pick<DraftRow, 'params'>>`
  with gone as (select id, params from drafts where account_id = ${accountId} and active for update)
  update drafts d set active = false, params = '{}', error = null from gone where d.id = gone.id
  returning gone.params`

export const failRow = (tx: Tx, id: number, error: string) => tx`
  update drafts set scheduled_at = null, error = ${error} where id = ${id}`
