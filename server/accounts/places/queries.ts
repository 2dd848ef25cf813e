import type { Read, Tx } from '../../storage/index.ts'

/** Whether a person has signed in before, and whether from this network. */
export const knownPlaces = (read: Read, accountId: number, network: string) => read<{ before: boolean; here: boolean }>`
  select exists (select from sign_in_places where account_id = ${accountId}) as before,
         exists (select from sign_in_places where account_id = ${accountId} and network = ${network}) as here`

export const rememberPlace = (tx: Tx, accountId: number, network: string, now: Date) => tx`
  insert into sign_in_places (account_id, network, seen_at) values (${accountId}, ${network}, ${now})
  on conflict (account_id, network) do update set seen_at = excluded.seen_at`

/** The last place of each person stays, until they are gone: who comes back after a long time is no newcomer. */
export const purgePlaces = async (tx: Tx, before: Date, most: number): Promise<number> =>
  (
    await tx`delete from sign_in_places where (account_id, network) in (
      select p.account_id, p.network from sign_in_places p
       where p.seen_at < ${before} and (
             exists (select from sign_in_places n
                      where n.account_id = p.account_id and (n.seen_at, n.network) > (p.seen_at, p.network))
             or exists (select from accounts a where a.id = p.account_id and a.deleted_at is not null))
       limit ${most})`
  ).count
