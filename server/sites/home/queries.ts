import type { Database, Read, Tx } from '../../storage/index.ts'
import type { HomeMode } from '../state.ts'
import type { Term } from './decide.ts'

/** Held, shared, by each transaction that writes home rows (tweeter.require_home). */
const HOME_LOCK = 7236010
/** Held by a serving process (storage). */
const SERVING_LOCK = 7236004

export interface OwnTerm extends Term {
  readonly site: number
  readonly witnessed: boolean
  readonly certain: boolean
  readonly followed: boolean
  readonly stopped: boolean
}

/** What a database says of itself. */
export const readTerm = async (db: Read): Promise<OwnTerm> =>
  (
    await db<OwnTerm>`
    select h.site, h.epoch, h.home, h.mode, h.equal_in as "equalIn", h.witnessed, tweeter.home_is_certain() as certain,
           coalesce((select s.subenabled from pg_subscription s join pg_database d on d.oid = s.subdbid
                      where d.datname = current_database() and s.subname = 'tweeter_home_' || h.site), false) as replaying,
           exists (select from pg_replication_slots s join pg_stat_replication r on r.pid = s.active_pid
                    where s.database = current_database() and s.slot_name = 'tweeter_home_' || (1 - h.site)
                      and r.state = 'streaming') as followed,
           exists (select from tweeter.site_pauses p
                    where p.subscription = 'tweeter_home_' || h.site and p.reason = 'home') as stopped
      from tweeter.here h`
  )[0]!

export const enterHome = (tx: Tx, epoch: number) => tx`select tweeter.enter_home(${epoch})`

/** Whether home rows may be read as certain now, and in which term. */
export const certainty = async (db: Read): Promise<{ epoch: number; certain: boolean }> =>
  (
    await db<{ epoch: number; certain: boolean }>`
    select epoch, tweeter.home_is_certain() as certain from tweeter.here`
  )[0]!

export const setMode = (tx: Tx, epoch: number, mode: HomeMode) => tx`
  update tweeter.here set mode = ${mode} where epoch = ${epoch} and home = site`

/** @param home the number of the site whose term it is. */
export const setTerm = (
  tx: Tx,
  { epoch, home, mode, witnessed }: { epoch: number; home: number; mode: HomeMode; witnessed: boolean },
) => tx`
  update tweeter.here
     set epoch = ${epoch}, home = ${home}, mode = ${mode}, witnessed = ${witnessed},
         equal_in = case when ${home} = site then ${epoch} else equal_in end
   where epoch < ${epoch}`

export const setWitnessed = (tx: Tx, witnessed: boolean) => tx`update tweeter.here set witnessed = ${witnessed}`

export const setEqual = (tx: Tx, epoch: number, witnessed: boolean) => tx`
  update tweeter.here set equal_in = ${epoch}, witnessed = ${witnessed} where epoch = ${epoch} and home <> site`

/** Waits for those who write home rows; whoever comes later finds what was committed before this was called. */
export const awaitWriters = (tx: Tx) => tx`select pg_advisory_xact_lock(${HOME_LOCK})`

/** Home transactions that wait for the other site end, with an unknown outcome. */
export const endWaiters = async (db: Database): Promise<number> =>
  (
    await db.read<{ ended: boolean }>`
    select pg_terminate_backend(pid) as ended from pg_stat_activity
     where datname = current_database() and wait_event = 'SyncRep' and backend_type = 'client backend'`
  ).length

export const keepCertain = (tx: Tx, epoch: number) => tx`
  insert into tweeter.home_certain (epoch, started)
  select epoch, pg_postmaster_start_time() from tweeter.here where epoch = ${epoch} and mode <> 'fenced'
  on conflict (epoch) do update set started = excluded.started`

export const dropCertain = (tx: Tx) => tx`delete from tweeter.home_certain`

export const writtenUpTo = async (db: Read): Promise<string> =>
  (await db<{ lsn: string }>`select pg_current_wal_insert_lsn()::text as lsn`)[0]!.lsn

/** A former home: what the other site has not read of its home rows it never will. @returns false while it reads. */
export const skipUnread = async (db: Database, otherSite: number, lsn: string): Promise<boolean> => {
  const name = `tweeter_home_${otherSite}`
  const [slot] = await db.read<{ active: boolean; done: boolean }>`
    select active, confirmed_flush_lsn >= ${lsn}::pg_lsn as done from pg_replication_slots where slot_name = ${name}`
  if (!slot || slot.done) return true
  if (slot.active) return false
  await db.pool`select pg_replication_slot_advance(${name}, ${lsn}::pg_lsn)`
  return true
}

/** The workers of the own subscription to home rows that still run. */
export const replayWorkers = (db: Read, site: number) => db<{ pid: number }>`
  select pid from pg_stat_subscription where subname = ${`tweeter_home_${site}`} and pid is not null`

export const endWorker = (db: Database, pid: number) => db.read`select pg_terminate_backend(${pid}::int)`

/**
 * From now on transactions can wait for the other site, if they ask for it; all others must not. Takes a superuser, or
 * `grant alter system on parameter synchronous_standby_names` and `grant execute on function pg_reload_conf`.
 */
export const nameStandby = async (db: Database, otherSite: number): Promise<void> => {
  const [is] = await db.read<{ names: string; database: string }>`
    select current_setting('synchronous_standby_names') as names, quote_ident(current_database()) as database`
  const names = `tweeter_home_${otherSite}`
  if (is!.names === names) return
  if (is!.names !== '' && !is!.names.startsWith('tweeter_home_')) {
    throw new Error(`synchronous_standby_names is "${is!.names}"; with a witness it must be left to Tweeter.`)
  }
  await db.pool.unsafe(`alter database ${is!.database} set synchronous_commit = 'local'`)
  await db.pool.unsafe(`alter system set synchronous_standby_names = '${names}'`)
  await db.pool`select pg_reload_conf()`
}

/** Only where nobody waits any more: this is how waiting transactions would become plain commits. */
export const forgetStandby = async (db: Database): Promise<void> => {
  const [is] = await db.read<{ names: string }>`select current_setting('synchronous_standby_names') as names`
  if (!is!.names.startsWith('tweeter_home_')) return
  await db.pool.unsafe("alter system set synchronous_standby_names = ''")
  await db.pool`select pg_reload_conf()`
}

/** The subscription of the other site as a standby that commits wait for. */
export const isStandby = async (db: Read, otherSite: number): Promise<boolean> =>
  (
    await db`
    select from pg_stat_replication where application_name = ${`tweeter_home_${otherSite}`} and sync_state = 'sync'`
  ).length > 0

/** Whether a server runs on this database. */
export const isServed = async (db: Read): Promise<boolean> =>
  (
    await db`
    select from pg_locks where locktype = 'advisory' and granted and objid = ${SERVING_LOCK}
       and database = (select oid from pg_database where datname = current_database())`
  ).length > 0

export interface KeptAnswer {
  readonly asked: Buffer
  readonly answer: unknown
}

/** @returns no row when there is one. */
export const insertKey = (tx: Tx, scope: string, key: string, asked: Buffer) => tx`
  insert into tweeter.home_keys (scope, key, asked) values (${scope}, ${key}, ${asked})
  on conflict (scope, key) do nothing returning key`

export const keptAnswer = (tx: Tx, scope: string, key: string) => tx<KeptAnswer>`
  select asked, answer from tweeter.home_keys where scope = ${scope} and key = ${key}`

export const keepAnswer = (tx: Tx, scope: string, key: string, answer: unknown) => tx`
  update tweeter.home_keys set answer = ${tx.json(answer)} where scope = ${scope} and key = ${key}`

export const purgeKeys = async (tx: Tx, most: number): Promise<number> =>
  (
    await tx`
    delete from tweeter.home_keys where (scope, key) in (
      select scope, key from tweeter.home_keys where at < clock_timestamp() - interval '7 days' order by at limit ${most})`
  ).count
