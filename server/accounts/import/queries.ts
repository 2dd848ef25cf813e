import type { Tx } from '../../storage/index.ts'

/** Those of `import_names` that nobody holds, numbered from 1; @returns how many. */
export async function stageAccounts(tx: Tx): Promise<number> {
  const made = await tx`
    create temporary table import_accounts on commit drop as
    select row_number() over () as n, name, skeleton
      from import_names i
     where not exists (select from username_claims c where c.key = lower(i.name))`
  await tx`analyze import_accounts`
  return made.count
}

/** The `size` of them that come after number `after`, with their claims. */
export const insertImportedAccounts = (tx: Tx, after: number, size: number) => tx`
  with batch as (
    select ids.id, i.name, i.skeleton
      from import_accounts i
      join tweeter.next_ids(${size}::int) with ordinality as ids (id, k) on i.n = ${after}::int + ids.k
     order by i.n),
  made as (insert into accounts (id, username) select id, name from batch)
  insert into username_claims (key, skeleton, account_id) select lower(name), skeleton, id from batch`

/** Sorted, so that two of these never wait for each other in a circle. */
export const addFollowCounts = (tx: Tx) => tx`
  insert into account_stats as s (account_id, followers, following)
  select account_id, sum(followers), sum(following)
    from (select followee_id as account_id, 1 as followers, 0 as following from import_made_follows
          union all
          select follower_id, 0, 1 from import_made_follows) counted
   group by account_id order by account_id
  on conflict (account_id) do update set
    followers = s.followers + excluded.followers,
    following = s.following + excluded.following`
