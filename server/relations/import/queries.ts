import type { Writable } from 'node:stream'
import type { Tx } from '../../storage/index.ts'

/** The temporary tables of an import, and the per-row counters off: they are added up at the end (accounts). */
export async function beginBulk(tx: Tx): Promise<void> {
  await tx`set local tweeter.bulk = on`
  await tx`set local work_mem = '64MB'`
  await tx`
    create temporary table import_lines (
      n integer generated always as identity,
      follower text not null, follower_skeleton text not null,
      followee text not null, followee_skeleton text not null
    ) on commit drop`
  await tx`
    create temporary table import_made_follows (follower_id bigint not null, followee_id bigint not null)
    on commit drop`
}

/** Takes rows in COPY's text format. */
export const copyLines = (tx: Tx): Promise<Writable> =>
  tx`copy import_lines (follower, follower_skeleton, followee, followee_skeleton) from stdin`.writable()

/** Each name once, spelled as where it comes first. */
export async function stageNames(tx: Tx): Promise<void> {
  await tx`analyze import_lines`
  await tx`
    create temporary table import_names on commit drop as
    select name, skeleton
      from (select distinct on (lower(name)) name, skeleton, n
              from (select n, follower as name, follower_skeleton as skeleton from import_lines
                    union all
                    select n, followee, followee_skeleton from import_lines) named
             order by lower(name), n) once
     order by n`
  await tx`analyze import_names`
}

/** The follows to make, numbered from 1 in the order of the file; @returns how many. */
export async function stagePairs(tx: Tx): Promise<number> {
  const made = await tx`
    create temporary table import_pairs on commit drop as
    select row_number() over (order by n) as n, follower_id, followee_id
      from (select min(l.n) as n, a.account_id as follower_id, b.account_id as followee_id
              from import_lines l
              join username_claims a on a.key = lower(l.follower)
              join username_claims b on b.key = lower(l.followee)
             group by 2, 3) pair
     where not exists (select from follows f
                        where f.follower_id = pair.follower_id and f.followee_id = pair.followee_id)
       and not exists (select from accounts a where a.id = pair.follower_id and a.deleted_at is not null)
       and not exists (select from accounts a where a.id = pair.followee_id and a.deleted_at is not null)`
  await tx`analyze import_pairs`
  return made.count
}

/** The `size` of them that come after number `after`. A follow that somebody made meanwhile stays as it is. */
export const insertImportedFollows = (tx: Tx, after: number, size: number) => tx`
  with made as (
    insert into follows (follower_id, followee_id, id)
    select p.follower_id, p.followee_id, ids.id
      from import_pairs p
      join tweeter.next_ids(${size}::int) with ordinality as ids (id, k) on p.n = ${after}::int + ids.k
     order by p.n
    on conflict do nothing
    returning follower_id, followee_id)
  insert into import_made_follows select * from made`
