import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

export interface AnnouncementRow {
  readonly id: number
  readonly text: string
  readonly starts_at: Date | null
  readonly ends_at: Date | null
  readonly all_day: boolean
  readonly scheduled_at: Date | null
  readonly published_at: Date | null
  readonly created_at: Date
  readonly updated_at: Date
}

export type AnnouncementFields = Pick<
  AnnouncementRow,
  'text' | 'starts_at' | 'ends_at' | 'all_day' | 'scheduled_at' | 'published_at'
>

/** In the order in which they are shown: by when what they tell of begins. There are few. */
export const publishedAnnouncements = (read: Read) => read<AnnouncementRow & { published_at: Date }>`
  select * from announcements where published_at is not null and deleted_at is null
   order by coalesce(starts_at, published_at), id`

export const announcementsPage = (read: Read, page: Page) => read<AnnouncementRow>`
  select * from announcements where deleted_at is null and id < ${page.below} and id > ${page.above}
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export const oneAnnouncement = (read: Read, id: number) => read<AnnouncementRow>`
  select * from announcements where id = ${id} and deleted_at is null`

/** One change, or one reaction, after the other: reactions are counted. */
export const lockAnnouncement = (tx: Tx, id: number) => tx<AnnouncementRow>`
  select * from announcements where id = ${id} and deleted_at is null for update`

export const insertAnnouncement = (tx: Tx, made: AnnouncementFields, now: Date) => tx<AnnouncementRow>`
  insert into announcements (text, starts_at, ends_at, all_day, scheduled_at, published_at, created_at, updated_at)
  values (${made.text}, ${made.starts_at}, ${made.ends_at}, ${made.all_day}, ${made.scheduled_at},
          ${made.published_at}, ${now}, ${now})
  returning *`

export const updateAnnouncement = (tx: Tx, id: number, fields: AnnouncementFields, now: Date) => tx<AnnouncementRow>`
  update announcements
     set text = ${fields.text}, starts_at = ${fields.starts_at}, ends_at = ${fields.ends_at},
         all_day = ${fields.all_day}, scheduled_at = ${fields.scheduled_at}, published_at = ${fields.published_at},
         updated_at = ${now}
   where id = ${id} returning *`

export const deleteAnnouncement = (tx: Tx, id: number, now: Date) => tx`
  update announcements set deleted_at = ${now} where id = ${id}`

export interface ReactionRow {
  readonly announcement_id: number
  readonly name: string
  readonly count: number
  readonly me: boolean
}

/** The first one first. */
export const reactionRows = (read: Read, ids: number[], accountId: number | null) => read<ReactionRow>`
  select announcement_id, name, count(*)::int as count, coalesce(bool_or(account_id = ${accountId}), false) as me
    from announcement_reactions where announcement_id = any(${ids}::bigint[]) and active
   group by announcement_id, name order by announcement_id, min(id)`

/** @returns no row when it was there already. */
export const insertReaction = (tx: Tx, id: number, accountId: number, name: string) => tx`
  insert into announcement_reactions as r (announcement_id, account_id, name) values (${id}, ${accountId}, ${name})
  on conflict (announcement_id, name, account_id) do update set active = true, id = excluded.id where not r.active
  returning r.id`

/** @returns no row when there was none. */
export const removeReaction = (tx: Tx, id: number, accountId: number, name: string) => tx`
  update announcement_reactions set active = false
   where announcement_id = ${id} and account_id = ${accountId} and name = ${name} and active returning id`

export const dismissedOf = (read: Read, ids: number[], accountId: number) => read<{ announcement_id: number }>`
  select announcement_id from announcement_dismissals
   where account_id = ${accountId} and announcement_id = any(${ids}::bigint[]) and active`

export const insertDismissal = (tx: Tx, accountId: number, id: number) => tx`
  insert into announcement_dismissals as d (account_id, announcement_id) values (${accountId}, ${id})
  on conflict (account_id, announcement_id) do update set active = true where not d.active`
