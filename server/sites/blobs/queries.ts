import type { Read, Tx } from '../../storage/index.ts'

export interface NotedBlob {
  readonly key: string
  readonly size: number
  readonly sha256: Buffer
  readonly removed: boolean
}

/** A name that was free again is taken again. */
export const notePut = (tx: Tx, key: string, size: number, sha256: Buffer) => tx`
  insert into tweeter.blobs as b (key, size, sha256) values (${key}, ${size}, ${sha256})
  on conflict (key) do update set size = excluded.size, sha256 = excluded.sha256, removed_at = null
   where b.sha256 <> excluded.sha256 or b.removed_at is not null`

export const noteRemoved = (tx: Tx, key: string) => tx`
  update tweeter.blobs set removed_at = tweeter.clock() where key = ${key} and removed_at is null`

export const blobByKey = (read: Read, key: string) => read<NotedBlob>`
  select key, size, sha256, removed_at is not null as removed from tweeter.blobs where key = ${key}`

/** Which of these keys nothing is noted of. */
export const unnoted = (read: Read, keys: string[]) => read<{ key: string }>`
  select key from unnest(${keys}::text[]) k (key)
   where not exists (select from tweeter.blobs b where b.key = k.key)`

export interface ToCome {
  readonly key: string
  readonly tries: number
}

/** Those whose turn it is, without those that are under way. Index: blobs_to_come_by_turn. */
export const nextToCome = (read: Read, underWay: string[], limit: number) => read<ToCome>`
  select key, tries from tweeter.blobs_to_come
   where ask_after <= now() and key <> all(${underWay}::text[]) order by ask_after limit ${limit}`

/** Somebody waits for it: it is next. */
export const putFirst = (tx: Tx, key: string, size: number) => tx`
  insert into tweeter.blobs_to_come (key, size, ask_after) values (${key}, ${size}, '-infinity')
  on conflict (key) do update set ask_after = '-infinity'`

export const hasCome = (tx: Tx, key: string) => tx`delete from tweeter.blobs_to_come where key = ${key}`

export const tryAgain = (tx: Tx, key: string, waitMs: number) => tx`
  update tweeter.blobs_to_come
     set tries = tries + 1, ask_after = now() + ${waitMs}::float8 * interval '1 millisecond' where key = ${key}`

/** The other site is there again. */
export const tryAllAgain = (tx: Tx) => tx`
  update tweeter.blobs_to_come set ask_after = now() where ask_after > now()`

export const countToCome = (read: Read) => read<{ files: number; bytes: number }>`
  select count(*)::int as files, coalesce(sum(size), 0)::bigint as bytes from tweeter.blobs_to_come`

export const purgeRemoved = (tx: Tx) => tx`
  delete from tweeter.blobs where removed_at < tweeter.clock() - interval '30 days'`
