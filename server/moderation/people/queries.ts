import type { Page, Role } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'

export interface PersonRow {
  readonly id: number
  readonly username: string
  readonly created_at: Date
  readonly email: string | null
  readonly locale: string | null
  readonly reason: string | null
  readonly role: Role
  readonly confirmed: boolean
  readonly approved: boolean
  readonly disabled: boolean
  readonly silenced: boolean
  readonly suspended: boolean
  readonly sensitized: boolean
  readonly app_id: number | null
  readonly invited_by: number | null
  /** The last one first; times as text. */
  readonly ips: { ip: string; used_at: string }[]
}

/** What staff see of accounts beside what everybody sees; deleted ones included. */
export const personRows = (read: Read, ids: number[]) => read<PersonRow>`
  select a.id, a.username, a.created_at, u.email, u.locale, u.reason, coalesce(u.role, 'user') as role,
         u.confirmed_at is not null as confirmed, u.approved_at is not null as approved,
         u.disabled_at is not null as disabled, a.silenced_at is not null as silenced,
         a.suspended_at is not null as suspended, a.sensitized_at is not null as sensitized,
         u.created_by_app_id as app_id, i.created_by as invited_by,
         coalesce((select json_agg(json_build_object('ip', host(x.ip), 'used_at', x.used_at) order by x.used_at desc)
                     from account_ips x where x.account_id = a.id), '[]') as ips
    from accounts a
    left join users u on u.account_id = a.id
    left join invites i on i.code = u.invite_code
   where a.id = any(${ids}::bigint[])`

export type Status = 'active' | 'pending' | 'disabled' | 'silenced' | 'suspended' | 'sensitized'

export interface PeopleFilter {
  readonly status: Status | null
  /** null: every role. */
  readonly roles: readonly Role[] | null
  readonly invitedBy: number | null
  readonly username: string | null
  readonly displayName: string | null
  readonly email: string | null
  /** An address or a range. */
  readonly ip: string | null
}

export const listPeople = (read: Read, page: Page, filter: PeopleFilter) => read<{ id: number }>`
  select a.id from accounts a left join users u on u.account_id = a.id
   where a.deleted_at is null and a.id < ${page.below} and a.id > ${page.above}
     and case ${filter.status}::text
           when 'active' then a.suspended_at is null
           when 'pending' then u.account_id is not null and u.approved_at is null
           when 'disabled' then u.disabled_at is not null
           when 'silenced' then a.silenced_at is not null
           when 'suspended' then a.suspended_at is not null
           when 'sensitized' then a.sensitized_at is not null
           else true end
     and (${filter.roles}::text[] is null or coalesce(u.role, 'user') = any(${filter.roles}::text[]))
     and (${filter.invitedBy}::bigint is null
          or (select i.created_by from invites i where i.code = u.invite_code) = ${filter.invitedBy})
     and (${filter.username}::text is null or starts_with(lower(a.username), lower(${filter.username}::text)))
     and (${filter.displayName}::text is null or starts_with(lower(a.display_name), lower(${filter.displayName}::text)))
     and (${filter.email}::text is null or starts_with(lower(u.email), lower(${filter.email}::text)))
     and (${filter.ip}::text is null
          or exists (select from account_ips x where x.account_id = a.id and x.ip <<= (${filter.ip}::text)::inet))
   order by a.id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export interface NewWarning {
  readonly target_account_id: number
  /** Which moderator; null: a rule. */
  readonly account_id: number | null
  readonly report_id: number | null
  readonly action: string
  readonly text: string
  readonly status_ids: number[]
  readonly created_at: Date
}

export const insertWarning = (tx: Tx, row: NewWarning) => tx<{ id: number }>`
  insert into account_warnings (target_account_id, account_id, report_id, action, text, status_ids, created_at)
  values (${row.target_account_id}, ${row.account_id}, ${row.report_id}, ${row.action}, ${row.text},
          ${row.status_ids}::bigint[], ${row.created_at})
  returning id`

export interface WarningRow {
  readonly id: number
  readonly target_account_id: number
  readonly action:
    | 'none'
    | 'disable'
    | 'mark_statuses_as_sensitive'
    | 'delete_statuses'
    | 'sensitive'
    | 'silence'
    | 'suspend'
  readonly text: string
  readonly status_ids: number[]
  readonly created_at: Date
}

export const warningRows = (read: Read, ids: number[]) => read<WarningRow>`
  select id, target_account_id, action, text, status_ids, created_at
    from account_warnings where id = any(${ids}::bigint[])`

export const presetText = (read: Read, id: number) => read<{ text: string }>`
  select text from warning_presets where id = ${id} and deleted_at is null`

/** Whether a post is still there: two moderators may decide about it at once. */
export const postIsThere = (tx: Tx, id: number) => tx`select 1 from posts where id = ${id} and deleted_at is null`

export const isReported = (read: Read, authorId: number, postId: number) => read`
  select 1 from reports where target_account_id = ${authorId} and ${postId} = any(status_ids) limit 1`
