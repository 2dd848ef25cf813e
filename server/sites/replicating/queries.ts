/** Publications, slots and subscriptions. What is built of text here are names of ours and quoted literals. */
import type { Database, Read } from '../../storage/index.ts'
import type { Kind, SlotRow, SubscriptionRow } from './shapes.ts'

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const named = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Tables of a class, as `"schema"."table"`, sorted. */
export const tablesOf = async (db: Read, kind: Kind): Promise<string[]> =>
  (
    await db<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'tweeter') and obj_description(c.oid, 'pg_class') like ${`${kind}: %`}
     order by 1`
  ).map((row) => row.name)

/** null where there is no such publication. */
export const publishedTables = async (db: Read, publication: string): Promise<string[] | null> => {
  const [there] = await db`select from pg_publication where pubname = ${publication}`
  if (!there) return null
  const rows = await db<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_publication_tables where pubname = ${publication} order by 1`
  return rows.map((row) => row.name)
}

export const createPublication = (db: Database, name: string, tables: readonly string[], publish: string) =>
  db.pool.unsafe(
    `create publication ${named(name)}${tables.length > 0 ? ` for table ${tables.join(', ')}` : ''} with (publish = ${quoted(publish)})`,
  )

export const setPublished = (db: Database, name: string, tables: readonly string[]) =>
  db.pool.unsafe(`alter publication ${named(name)} set table ${tables.join(', ')}`)

export const dropPublication = (db: Database, name: string) =>
  db.pool.unsafe(`drop publication if exists ${named(name)}`)

/** @param names those that may be there; others are left alone. */
export const readSlots = (db: Read, names: readonly string[]) => db<SlotRow>`
  select s.slot_name as name, s.active, s.wal_status as "walStatus",
         pg_wal_lsn_diff(pg_current_wal_lsn(), s.confirmed_flush_lsn)::float8 as "waitingBytes",
         coalesce(extract(epoch from r.replay_lag)::float8, 0) as "lagSeconds",
         (to_jsonb(s) ->> 'inactive_since')::timestamptz as "inactiveSince"
    from pg_replication_slots s left join pg_stat_replication r on r.pid = s.active_pid
   where s.slot_name = any(${names as string[]}::text[]) and s.database = current_database()`

export const createSlot = (db: Database, name: string) =>
  db.pool`select pg_create_logical_replication_slot(${name}, 'pgoutput')`

/** Ends whoever reads it first: a worker that has just been told to stop may still be there. */
export const dropSlot = async (db: Database, name: string): Promise<void> => {
  await db.pool`select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = ${name} and active`
  await db.pool`select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ${name}`
}

/** Some figures are null without the right to see them, and the counters of conflicts before PostgreSQL 18. */
export const readSubscriptions = (db: Read, names: readonly string[]) => db<SubscriptionRow>`
  select s.subname as name, s.subenabled as enabled, w.pid is not null as running,
         w.last_msg_receipt_time as "heardAt", coalesce(e.apply_error_count, 0)::float8 as errors,
         coalesce((to_jsonb(e) ->> 'confl_update_missing')::bigint, 0)::float8 as skipped,
         coalesce((select json_agg(p.reason order by p.reason) from tweeter.site_pauses p where p.subscription = s.subname),
                  '[]') as pauses
    from pg_subscription s
    left join pg_stat_subscription w on w.subid = s.oid and w.relid is null and w.worker_type = 'apply'
    left join pg_stat_subscription_stats e on e.subid = s.oid
   where s.subname = any(${names as string[]}::text[])
     and s.subdbid = (select oid from pg_database where datname = current_database())`

export interface NewSubscription {
  readonly name: string
  readonly publication: string
  readonly conninfo: string
  readonly durable: boolean
}

/**
 * The slot is there already: made apart, so that being killed in between leaves nothing that is not found again.
 *
 * `streaming = on`, not `parallel`: transactions are applied one after the other. Counters are rows that many
 * transactions touch, and a large one applied beside small ones would wait for them in a circle, each time anew.
 */
export const createSubscription = (db: Database, { name, publication, conninfo, durable }: NewSubscription) =>
  db.pool.unsafe(`create subscription ${named(name)} connection ${quoted(conninfo)} publication ${named(publication)}
    with (slot_name = ${quoted(name)}, create_slot = false, copy_data = false, origin = none, streaming = on,
          synchronous_commit = ${durable ? 'on' : 'off'})`)

/** The connection of a subscription; null where there is none. */
export const connectionOf = async (db: Database, name: string): Promise<string | null> =>
  (
    await db.pool<{ conninfo: string }[]>`
    select subconninfo as conninfo from pg_subscription
     where subname = ${name} and subdbid = (select oid from pg_database where datname = current_database())`
  )[0]?.conninfo ?? null

export const setConnection = (db: Database, name: string, conninfo: string) =>
  db.pool.unsafe(`alter subscription ${named(name)} connection ${quoted(conninfo)}`)

export const setEnabled = (db: Database, name: string, enabled: boolean) =>
  db.pool.unsafe(`alter subscription ${named(name)} ${enabled ? 'enable' : 'disable'}`)

export const refreshSubscription = (db: Database, name: string) =>
  db.pool.unsafe(`alter subscription ${named(name)} refresh publication with (copy_data = false)`)

/** Leaves the slot at the other site alone. */
export const dropSubscription = async (db: Database, name: string): Promise<void> => {
  await db.pool.unsafe(`alter subscription ${named(name)} disable`)
  await db.pool.unsafe(`alter subscription ${named(name)} set (slot_name = none)`)
  await db.pool.unsafe(`drop subscription ${named(name)}`)
}

/** Tables that a subscription carries, as `"schema"."table"`. */
export const subscribedTables = async (db: Read, name: string): Promise<string[]> =>
  (
    await db<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name
      from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
      join pg_class c on c.oid = r.srrelid join pg_namespace n on n.oid = c.relnamespace
     where s.subname = ${name} order by 1`
  ).map((row) => row.name)

export const insertPause = (db: Database, subscription: string, reason: string) => db.pool`
  insert into tweeter.site_pauses (subscription, reason) values (${subscription}, ${reason}) on conflict do nothing`

/** @returns what still keeps it. */
export const deletePause = async (db: Database, subscription: string, reason: string): Promise<string[]> => {
  await db.pool`delete from tweeter.site_pauses where subscription = ${subscription} and reason = ${reason}`
  const rows = await db.pool<{ reason: string }[]>`
    select reason from tweeter.site_pauses where subscription = ${subscription}`
  return rows.map((row) => row.reason)
}

export const deletePauses = (db: Database) => db.pool`delete from tweeter.site_pauses`

export const appliedMigrations = async (db: Read): Promise<string[]> =>
  (await db<{ name: string }>`select name from tweeter.migrations order by name`).map((row) => row.name)

export const insertNewTables = (db: Database, tables: readonly string[]) => db.pool`
  insert into tweeter.site_new_tables (of_table) select unnest(${tables as string[]}::text[]) on conflict do nothing`

export const readNewTables = async (db: Read): Promise<string[]> =>
  (await db<{ name: string }>`select of_table as name from tweeter.site_new_tables order by 1`).map((row) => row.name)

export const deleteNewTables = (db: Database, tables: readonly string[]) => db.pool`
  delete from tweeter.site_new_tables where of_table = any(${tables as string[]}::text[])`

export const setSiteState = (db: Database, number: number, state: 'joining' | 'joined' | 'away') => db.pool`
  update tweeter.sites set state = ${state}, joined_at = case when ${state} = 'joined' then coalesce(joined_at, now()) else joined_at end
   where number = ${number} and state <> ${state}`

/** A position in the log that everything visible now lies before. */
export const positionOf = async (db: Database): Promise<string> =>
  (await db.pool<{ lsn: string }[]>`select pg_current_wal_insert_lsn()::text as lsn`)[0]!.lsn

/** Whether the readers of these slots have applied everything up to a position; how far the slowest is, in bytes. */
export const hasReplayed = async (db: Database, slots: readonly string[], lsn: string) =>
  (
    await db.pool<{ found: number; behind: number }[]>`
    select count(*)::int as found,
           coalesce(max(greatest(pg_wal_lsn_diff(${lsn}::text::pg_lsn,
                    greatest(s.confirmed_flush_lsn, r.replay_lsn)), 0)), 0)::float8 as behind
      from pg_replication_slots s left join pg_stat_replication r on r.pid = s.active_pid
     where s.slot_name = any(${slots as string[]}::text[]) and s.database = current_database()`
  )[0]!

/** What keeps an installation from joining, in words; null when it is empty. */
export const firstContents = async (db: Read): Promise<string | null> => {
  const [row] = await db<Record<string, boolean>>`
    select exists (select from public.accounts) as accounts, exists (select from public.username_claims) as names,
           exists (select from public.posts) as posts, exists (select from public.media) as media,
           exists (select from public.audit_log) as "entries in the audit log"`
  return Object.entries(row!).find(([, found]) => found)?.[0] ?? null
}

/** All rows that travel. */
export const clearShared = async (db: Database): Promise<void> => {
  const tables = [...(await tablesOf(db.read, 'home')), ...(await tablesOf(db.read, 'shared'))]
  await db.pool.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    for (const table of tables) await sql.unsafe(`delete from ${table}`)
  })
}

export const termOf = async (db: Read) =>
  (await db<{ epoch: number; home: number }>`select epoch, home from tweeter.here`)[0]!

/** From now on home rows are written in terms. */
export const beginTerm = (db: Database) => db.pool`update tweeter.here set epoch = 1 where epoch = 0`

/** Running servers look at once what was changed of the two sites. */
export const tellServers = (db: Database) => db.pool`select pg_notify('tweeter_site', '')`

export const becomeSingle = (db: Database) =>
  db.pool.begin(async (sql) => {
    await sql`update tweeter.here set epoch = 0, home = site, mode = 'alone', equal_in = 0, witnessed = false`
    for (const table of ['sites', 'site_pauses', 'site_places', 'site_new_tables', 'facts', 'home_certain']) {
      await sql`delete from tweeter.${sql(table)}`
    }
    await sql`select pg_notify('tweeter_site', '')`
  })

/** A server serves this database, so its link listens; see holdServing. */
export const isServed = async (db: Read): Promise<boolean> =>
  (
    await db<{ held: boolean }>`
    select exists (select from pg_locks where locktype = 'advisory' and objid = 7236004 and granted
                      and database = (select oid from pg_database where datname = current_database())) as held`
  )[0]!.held
