/** What the drill does in the databases of the sites, and reads there when all is over. */
import type { Database } from '../server/storage/index.ts'

export async function setWallClock(db: Database, seconds: number): Promise<void> {
  await db.pool.unsafe(`
    create or replace function tweeter.wall_clock() returns timestamptz language sql volatile
    as $$ select pg_catalog.clock_timestamp() + interval '${Math.trunc(seconds)} seconds' $$`)
}

export interface TransferRow {
  readonly id: number
  readonly key: string
  readonly from: number
  readonly to: number
  readonly amount: number
  readonly fromVersion: number
  readonly toVersion: number
  readonly site: number
}

export const readTransfers = (db: Database) => db.pool<TransferRow[]>`
  select id, key, from_account as "from", to_account as "to", amount, from_version as "fromVersion",
         to_version as "toVersion", site
    from ledger_transfers order by id`

/** Each name as often as an account has it. */
export const readNames = (db: Database) => db.pool<{ name: string }[]>`
  select lower(username) as name from accounts`

/** Posts and accounts whose counters are not what is counted. */
export const readWrongCounters = (db: Database) => db.pool<{ what: string }[]>`
  select format('post %s: favourites %s, counted %s', p.id, coalesce(s.favourites, 0), f.counted) as what
    from posts p left join post_stats s on s.post_id = p.id
    cross join lateral (select count(*) as counted from favourites f where f.post_id = p.id and f.active) f
   where p.deleted_at is null and f.counted <> coalesce(s.favourites, 0)
  union all
  select format('account %s: followers %s, counted %s', a.id, coalesce(s.followers, 0), f.counted)
    from accounts a left join account_stats s on s.account_id = a.id
    cross join lateral (select count(*) as counted from follows f where f.followee_id = a.id and f.active) f
   where f.counted <> coalesce(s.followers, 0)`

/** Takes the trigger of each shared table away that judges what replication brings. */
export async function dropNewestWins(db: Database): Promise<void> {
  const tables = await db.pool<{ name: string }[]>`
    select tgrelid::regclass::text as name from pg_trigger where tgname = 'newest_wins'`
  for (const { name } of tables) await db.pool.unsafe(`alter table ${name} disable trigger newest_wins`)
}

/** Whoever writes home rows may. */
export const dropFencing = (db: Database) =>
  db.pool.unsafe(
    `create or replace function tweeter.require_home() returns void language plpgsql as $$ begin return; end $$`,
  )

/** The site takes itself for home, in the term that is. */
export const claimHome = (db: Database) => db.pool`update tweeter.here set home = site, mode = 'alone'`

/** What is taken over of home rows is acknowledged before it is on the disk. */
export const dropSynchronousCommit = (db: Database) =>
  db.pool.unsafe(`alter subscription tweeter_home_1 set (synchronous_commit = off)`)

export const hasTransfer = async (db: Database, key: string): Promise<boolean> =>
  (await db.pool`select from ledger_transfers where key = ${key}`).length > 0

export const waitsForOther = async (db: Database): Promise<boolean> =>
  (await db.pool`select from tweeter.here where home = site and mode = 'both'`).length > 0
