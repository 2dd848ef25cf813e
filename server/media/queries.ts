import type { Read, Tx } from '../storage/index.ts'
import type { MediaType, Meta } from './schema.ts'

export interface MediaRow {
  readonly id: number
  readonly account_id: number
  readonly type: MediaType
  readonly mime: string
  readonly original_name: string
  /** There is a file of this name if `meta.small` is there. */
  readonly small_name: string
  readonly meta: Meta
  readonly blurhash: string | null
  readonly description: string | null
  readonly focus_x: number | null
  readonly focus_y: number | null
  readonly post_id: number | null
  readonly position: number | null
  readonly state: 'processing' | 'done' | 'failed'
  /** The key of the upload as it came; null for what was ready at once. */
  readonly source_name: string | null
  /** Why it failed, for people. */
  readonly error: string | null
}

export type NewMedia = Omit<MediaRow, 'id' | 'post_id' | 'position' | 'error'>

/** What may still change; a field that is absent stays. */
export interface MediaChange {
  readonly description?: string | null
  readonly focus?: { readonly x: number; readonly y: number }
}

/** A preview that takes the place of the one before. */
export interface Preview {
  readonly name: string
  readonly blurhash: string
  readonly size: NonNullable<Meta['small']>
}

/** What became of an upload. */
export interface Finished
  extends Pick<MediaRow, 'type' | 'mime' | 'original_name' | 'small_name' | 'meta' | 'blurhash'> {}

export const insertMedia = (tx: Tx, media: NewMedia, now: Date) => tx<{ id: number }>`
  insert into public.media (account_id, type, mime, original_name, small_name, meta, blurhash, description, focus_x,
                             focus_y, state, source_name, loose_since, created_at)
  values (${media.account_id}, ${media.type}, ${media.mime}, ${media.original_name}, ${media.small_name},
          ${tx.json(media.meta)}::jsonb, ${media.blurhash}, ${media.description}, ${media.focus_x}::real,
          ${media.focus_y}::real, ${media.state}, ${media.source_name}, ${now}, ${now})
  returning id`

export const selectMedia = (read: Read, ids: readonly number[]) => read<MediaRow>`
  select * from public.media where id = any(${ids}::bigint[]) and deleted_at is null`

/** Index: media_of_post. */
export const selectMediaOfPosts = (read: Read, postIds: readonly number[]) => read<MediaRow>`
  select * from public.media
   where post_id = any(${postIds}::bigint[]) and position is not null and deleted_at is null
   order by post_id, position`

/** How many uploads wait to be made ready, of everybody and of this account. Index: media_processing. */
export const countProcessing = (read: Read, accountId: number) => read<{ all: number; own: number }>`
  select count(*)::int as all, (count(*) filter (where account_id = ${accountId}))::int as own
    from public.media where state = 'processing' and deleted_at is null`

/** @returns no row unless it is this account's and belongs to `postId` (null: to no post). */
export const updateMedia = (tx: Tx, accountId: number, id: number, postId: number | null, change: MediaChange) => tx<{
  id: number
}>`
  update public.media
     set description = case when ${change.description !== undefined} then ${change.description ?? null} else description end,
         focus_x = coalesce(${change.focus?.x ?? null}::real, focus_x),
         focus_y = coalesce(${change.focus?.y ?? null}::real, focus_y)
   where id = ${id} and account_id = ${accountId} and deleted_at is null and post_id is not distinct from ${postId}::bigint
   returning id`

/** @returns the name of the preview before, which may never have had a file. */
export const replacePreview = (tx: Tx, id: number, preview: Preview) => tx<{ small_name: string }>`
  with was as (select id, small_name from public.media where id = ${id} for update)
  update public.media m
     set small_name = ${preview.name}, blurhash = ${preview.blurhash},
         meta = m.meta || ${tx.json({ small: preview.size })}::jsonb
    from was where m.id = was.id
  returning was.small_name`

/**
 * A preview that the owner gave in the meantime stays.
 * @returns no row if it was deleted or finished in the meantime.
 */
export const finishMedia = (tx: Tx, id: number, done: Finished) => tx<MediaRow>`
  update public.media
     set state = 'done', type = ${done.type}, mime = ${done.mime}, original_name = ${done.original_name},
         small_name = case when meta ? 'small' then small_name else ${done.small_name} end,
         blurhash = case when meta ? 'small' then blurhash else ${done.blurhash} end,
         meta = ${tx.json(done.meta)}::jsonb || meta
   where id = ${id} and state = 'processing' and deleted_at is null
   returning *`

/** @returns as finishMedia does. */
export const failMedia = (tx: Tx, id: number, error: string) => tx<MediaRow>`
  update public.media set state = 'failed', error = ${error}
   where id = ${id} and state = 'processing' and deleted_at is null
   returning *`

/**
 * Of two posts that want the same picture the second waits here for the first, sees its `post_id`, and gets no row.
 * @returns those that the post has now.
 */
export const claimMedia = (tx: Tx, accountId: number, ids: readonly number[], postId: number) => tx<{
  id: number
  type: MediaType
}>`
  update public.media m set post_id = ${postId}, position = wanted.position, loose_since = null
    from unnest(${ids}::bigint[]) with ordinality as wanted (id, position)
   where m.id = wanted.id and m.account_id = ${accountId} and m.deleted_at is null and m.state = 'done'
     and (m.post_id is null or m.post_id = ${postId})
   returning m.id, m.type`

export const hideOthers = (tx: Tx, ids: readonly number[], postId: number) => tx`
  update public.media set position = null
   where post_id = ${postId} and position is not null and id <> all(${ids}::bigint[])`

export const releasePosts = (tx: Tx, postIds: readonly number[], now: Date) => tx`
  update public.media set post_id = null, position = null, loose_since = ${now}
   where post_id = any(${postIds}::bigint[]) and deleted_at is null`

/** @returns no row unless it is this account's and no post has it. */
export const deleteLoose = (tx: Tx, accountId: number, id: number, now: Date) => tx<{ id: number }>`
  update public.media set deleted_at = ${now}
   where id = ${id} and account_id = ${accountId} and post_id is null and deleted_at is null
   returning id`

/** Index: media_loose. What a post is claiming at this moment is skipped, and so is what another process sweeps. */
export const deleteOrphans = (tx: Tx, looseBefore: Date, now: Date, most: number) => tx<{ id: number }>`
  update public.media set deleted_at = ${now}
   where id in (select id from public.media
                 where loose_since < ${looseBefore} and deleted_at is null
                 order by loose_since limit ${most} for update skip locked)
   returning id`

export const selectDeleted = (read: Read, id: number) => read<MediaRow>`
  select * from public.media where id = ${id} and deleted_at is not null`
