/**
 * SQL about any table, by its primary key. It is built of text, because tables and types are not known beforehand and
 * COPY takes no parameters; every name and every value is quoted here.
 */
import type { Database, Read } from '../../storage/index.ts'
import type { Key, KeyColumn, Range, Table } from './shapes.ts'

const named = (name: string) => `"${name.replaceAll('"', '""')}"`
/** Sessions set standard_conforming_strings. */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

export interface CatalogTable {
  readonly name: string
  readonly comment: string
  readonly rows: number
  readonly keys: readonly { readonly name: string; readonly type: string; readonly collated: boolean }[]
  readonly columns: Readonly<Record<string, string>>
}

/** In the order in which they were made: what others refer to comes first. */
export const readCatalog = (db: Read) => db<CatalogTable>`
  select format('%I.%I', n.nspname, c.relname) as name, obj_description(c.oid, 'pg_class') as comment,
         greatest(c.reltuples, 0)::float8 as rows,
         (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                                            'collated', a.attcollation <> 0) order by k.nth)
            from pg_index i join unnest(i.indkey) with ordinality k(num, nth) on true
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num
           where i.indrelid = c.oid and i.indisprimary) as keys,
         (select json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname in ('public', 'tweeter')
     and obj_description(c.oid, 'pg_class') ~ '^(shared|home): ' and obj_description(c.oid, 'pg_class') !~ 'not compared'
   order by c.oid`

/** What decides how a database sorts text. */
export const readSorting = async (db: Read): Promise<string> =>
  (
    await db<{ sorting: string }>`
    select concat_ws(' ', datlocprovider, case datlocprovider when 'c' then datcollate
                     else coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') end) as sorting
      from pg_database d where datname = current_database()`
  )[0]!.sorting

/** So that values have the same text at both, and single rows are found by their index. */
export const sessionSettings = `
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 1;
  set bytea_output = 'hex'; set standard_conforming_strings = on; set xmloption = 'content';
  set enable_hashjoin = off; set enable_mergejoin = off; set jit = off; set lock_timeout = '1s'`

/** Where rows that a comparing brings come from, so that they do not go back. */
const ORIGIN = 'tweeter_compare'

export const ensureOrigin = (db: Database) => db.pool`
  select pg_replication_origin_create(${ORIGIN})
   where not exists (select from pg_replication_origin where roname = ${ORIGIN})`
/** Triggers judge what the session writes as rows that came by replication. */
export const actAsReplica = `
  set session_replication_role = replica; select pg_replication_origin_session_setup('${ORIGIN}')`
export const actAsSelf = 'select pg_replication_origin_session_reset()'

const keyText = (table: Table) => `array[${table.keys.map(({ name }) => `t.${named(name)}::text`).join(', ')}]`
const sortable = ({ name, bytewise }: KeyColumn) => `t.${named(name)}${bytewise ? ' collate "C"' : ''}`
const sortKey = (table: Table) => table.keys.map(sortable).join(', ')
const values = (table: Table, key: Key) => table.keys.map(({ type }, nth) => `${quoted(key[nth]!)}::${type}`).join(', ')
const rowHash = (table: Table) =>
  `pg_catalog.hash_record_extended(row(${table.columns.map((name) => `t.${named(name)}`).join(', ')}), 0)`

function within(table: Table, { after, upTo }: Range): string {
  const bounds = [
    ...(after ? [`row(${sortKey(table)}) > row(${values(table, after)})`] : []),
    ...(upTo ? [`row(${sortKey(table)}) <= row(${values(table, upTo)})`] : []),
  ]
  return bounds.length > 0 ? `where ${bounds.join(' and ')}` : ''
}

const among = (table: Table, keys: readonly Key[]): string => {
  const names = table.keys.map((_, nth) => `k${nth}`)
  const same = table.keys.map(({ name }, nth) => `t.${named(name)} = v.k${nth}`).join(' and ')
  return `join (values ${keys.map((key) => `(${values(table, key)})`).join(', ')}) v(${names.join(', ')}) on ${same}`
}

/** The key of the nth row of a range; no row where there are fewer. */
export const nthKey = (table: Table, range: Range, nth: number) =>
  `select ${keyText(table)} as key from ${table.name} t ${within(table, range)}
    order by ${sortKey(table)} offset ${nth - 1} limit 1`

/** The sum of the rows' hashes does not depend on their order. */
export const digest = (table: Table, range: Range) =>
  `select count(*)::int as rows, coalesce(sum(${rowHash(table)}), 0)::text as hash from ${table.name} t ${within(table, range)}`

export const listRange = (table: Table, range: Range) =>
  `select ${keyText(table)} as key, ${rowHash(table)}::text as hash from ${table.name} t ${within(table, range)}`

export const listKeys = (table: Table, keys: readonly Key[]) =>
  `select ${keyText(table)} as key, ${rowHash(table)}::text as hash from ${table.name} t ${among(table, keys)}`

const columns = (table: Table, prefix = '') => table.columns.map((name) => `${prefix}${named(name)}`).join(', ')

export const copyRangeOut = (table: Table, range: Range) =>
  `copy (select ${columns(table, 't.')} from ${table.name} t ${within(table, range)}) to stdout`
export const copyKeysOut = (table: Table, keys: readonly Key[]) =>
  `copy (select ${columns(table, 't.')} from ${table.name} t ${among(table, keys)}) to stdout`
export const copyIn = (table: Table) => `copy ${table.name} (${columns(table)}) from stdin`

/** Nobody writes the table until the transaction ends, replication neither; it may be read. */
export const lockTable = (table: Table) => `lock table ${table.name} in share row exclusive mode`

export const setAside = (table: Table, keys: readonly Key[], why: 'missing' | 'different') =>
  `insert into tweeter.set_aside (of_table, of_key, why, contents)
   select ${quoted(table.name)}, ${keyText(table)}, ${quoted(why)}, to_jsonb(t) from ${table.name} t ${among(table, keys)}`
export const deleteKeys = (table: Table, keys: readonly Key[]) =>
  `delete from ${table.name} d using (select t.ctid from ${table.name} t ${among(table, keys)}) gone where d.ctid = gone.ctid`

export interface Place {
  readonly table: string
  readonly upTo: Key | null
}

export const readPlace = async (db: Database, job: string): Promise<Place | null> =>
  (
    await db.pool<{ table: string; upTo: string[] | null }[]>`
    select of_table as table, up_to as "upTo" from tweeter.site_places where job = ${job}`
  )[0] ?? null

export const savePlace = (db: Database, job: string, table: string, upTo: Key | null) => db.pool`
  insert into tweeter.site_places (job, of_table, up_to) values (${job}, ${table}, ${upTo as string[] | null}::text[])
  on conflict (job) do update set of_table = excluded.of_table, up_to = excluded.up_to, at = clock_timestamp()`

export const deletePlace = (db: Database, job: string) => db.pool`delete from tweeter.site_places where job = ${job}`
