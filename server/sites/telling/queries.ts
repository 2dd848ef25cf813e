import type { Read } from '../../storage/index.ts'

/** What was resolved since a time, by how; and home rows that wait for somebody to look at them. */
export const readResolved = async (
  db: Read,
  since: Date,
): Promise<{ kept: number; merged: number; setAside: number }> =>
  (
    await db<{ kept: number; merged: number; setAside: number }>`
    select count(*) filter (where how = 'kept') as kept, count(*) filter (where how = 'merged') as merged,
           (select count(*) from tweeter.set_aside) as "setAside"
      from tweeter.site_conflicts where at >= ${since}`
  )[0]!
