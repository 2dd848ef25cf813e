import type { Read, Tx } from '../../storage/index.ts'

export const archivedOf = (read: Read, archive: string, segments: readonly string[]) => read<{ segment: string }>`
  select segment from request_archives where archive = ${archive} and segment = any(${segments as string[]}::text[])`

export const noteArchived = (tx: Tx, archive: string, segment: string, bytes: number) => tx`
  insert into request_archives (archive, segment, bytes) values (${archive}, ${segment}, ${bytes})
  on conflict (archive, segment) do nothing`

export const forgetArchived = (tx: Tx, before: Date) => tx`delete from request_archives where archived_at < ${before}`
