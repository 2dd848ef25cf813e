import type { Read, Tx } from '../../storage/index.ts'

export interface Arrived {
  readonly signal: string
  readonly fact: unknown
  /** In which order it came. */
  readonly arrived: number
  /** It became true a moment ago, by the clock of the network. */
  readonly recent: boolean
}

/** Takes what came out of the queue; one whose home rows are still on their way stays. Index: facts_by_arrival. */
export const takeArrived = (tx: Tx, limit: number, recentMs: number) => tx<Arrived>`
  with due as (
    select f.id from tweeter.facts f
     where f.arrived is not null and (not f.of_home or exists (select from tweeter.home_facts h where h.id = f.id))
     order by f.arrived limit ${limit} for update skip locked)
  delete from tweeter.facts f using due where f.id = due.id
  returning f.signal, f.fact, f.arrived, f.at > tweeter.clock() - ${recentMs}::float8 * interval '1 millisecond' as recent`

/** How many wait, counted up to `most`. */
export const countArrived = (read: Read, most: number) => read<{ count: number }>`
  select count(*)::int as count from (select from tweeter.facts where arrived is not null limit ${most}) waiting`

/** Facts that the other site has had time enough to be sent: what is to be sent stands in the WAL, not here. */
export const purgeFacts = async (tx: Tx, limit: number): Promise<number> =>
  (
    await tx`
  delete from tweeter.facts where id in (
    select id from tweeter.facts where at < tweeter.clock() - interval '1 hour' order by at limit ${limit})`
  ).count

export const purgeHomeFacts = (tx: Tx) => tx`
  delete from tweeter.home_facts where at < tweeter.clock() - interval '1 hour'`

export const anyOldHomeFact = (read: Read) => read`
  select from tweeter.home_facts where at < tweeter.clock() - interval '1 hour' limit 1`

/** As if the other site had said it: the processes of this database's site hear it. */
export const insertAsOther = (tx: Tx, other: number, signal: string) => tx`
  insert into tweeter.facts (by_site, signal, fact) values (${other}, ${signal}, '{}')`

/** For commands, whose facts nobody hears: the processes of the other site forget what they keep, too. */
export const insertForgetting = (tx: Tx, signal: string) => tx`
  insert into tweeter.facts (by_site, signal, fact)
  select site, ${signal}, '{}' from tweeter.here where exists (select from tweeter.sites)`
