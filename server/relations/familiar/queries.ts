import type { Read } from '../../storage/index.ts'

/**
 * For each of these accounts some of those whom the viewer follows and who follow it, the latest follows first. Who
 * hides whom they follow is left out. By keys: as many probes as the viewer follows people, for each account.
 */
export const familiarRows = (read: Read, viewerId: number, ids: number[], most: number, without: number[]) => read<{
  target_id: number
  account_id: number
}>`
  select t.id as target_id, f.account_id
    from unnest(${ids}::bigint[]) as t (id)
    cross join lateral (
      select mine.followee_id as account_id, theirs.id
        from follows mine
        join follows theirs on theirs.follower_id = mine.followee_id and theirs.followee_id = t.id and theirs.active
        join accounts a on a.id = mine.followee_id
       where mine.follower_id = ${viewerId} and mine.active and not a.hide_collections
         and a.deleted_at is null and a.suspended_at is null and mine.followee_id <> all(${without}::bigint[])
       order by theirs.id desc limit ${most}
    ) f
   order by f.id desc`
