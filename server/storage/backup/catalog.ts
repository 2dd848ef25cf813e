/** What Postgres's catalogs say of our tables. */
import type { ReservedSql, TransactionSql } from 'postgres'

export type Connection = ReservedSql | TransactionSql

export interface Table {
  readonly schema: string
  readonly name: string
  /** Without generated ones. */
  readonly columns: readonly string[]
  readonly comment: string
  /** Unlogged: a crash empties it, so nothing in it is worth keeping. */
  readonly passing: boolean
  /** On the disk. */
  readonly bytes: number
}

/** The words in the comment of a table that keep its rows out of backups. */
const LEFT_OUT = /not in backups/

/** Tables of ours say their class in their comment; others may live in the same database and are none of our business. */
export const isOurs = (table: Table): boolean => /^(?:shared|home|local): /.test(table.comment)

export const isBackedUp = (table: Table): boolean => isOurs(table) && !table.passing && !LEFT_OUT.test(table.comment)

export const tablesOf = (sql: Connection): Promise<Table[]> => sql<Table[]>`
  select n.nspname as schema, c.relname as name, coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
         c.relpersistence <> 'p' as passing,
         pg_table_size(c.oid) as bytes,
         array(select a.attname::text from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname in ('public', 'tweeter')
     and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
   order by 1, 2`

/** Also those of identity columns. */
export const sequencesOf = (sql: Connection): Promise<{ schema: string; name: string }[]> =>
  sql<{ schema: string; name: string }[]>`
  select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'S' and n.nspname in ('public', 'tweeter')
     and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
   order by 1, 2`

/** Anything that somebody made here, in the schemas that we use. */
export const relationsHere = async (sql: Connection): Promise<string[]> =>
  (
    await sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'v', 'm', 'S', 'p', 'f') and n.nspname in ('public', 'tweeter')
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by 1`
  ).map((row) => row.name)

/** Of each own trigger, how it stands: O(rigin), A(lways), R(eplica), D(isabled). */
export const triggersOf = (sql: Connection): Promise<{ table: string; name: string; enabled: string }[]> =>
  sql<{ table: string; name: string; enabled: string }[]>`
  select t.tgrelid::regclass::text as table, t.tgname as name, t.tgenabled::text as enabled
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where not t.tgisinternal and n.nspname in ('public', 'tweeter')`

export const foreignKeysOf = (sql: Connection): Promise<{ table: string; name: string; definition: string }[]> =>
  sql<{ table: string; name: string; definition: string }[]>`
  select c.conrelid::regclass::text as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace
   where c.contype = 'f' and n.nspname in ('public', 'tweeter')`

/** Indexes that no constraint and no replication stands on. */
export const plainIndexesOf = (sql: Connection): Promise<{ name: string; definition: string }[]> =>
  sql<{ name: string; definition: string }[]>`
  select format('%I.%I', n.nspname, c.relname) as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('public', 'tweeter') and not i.indisreplident and not i.indisprimary and not i.indisclustered
     and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`
