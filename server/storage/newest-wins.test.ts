/** Two databases, random writes at both, rows that arrive in any order and more than once: both must end equal. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import fc from 'fast-check'
import { freshDatabase } from '../../testing/cluster.ts'
import type { Database } from './index.ts'

const opened = await Promise.all([freshDatabase(), freshDatabase()])
after(() => Promise.all(opened.map(({ drop }) => drop())))
const sites = opened.map(({ db }) => db)

for (const [site, db] of sites.entries()) {
  await db.pool.unsafe(`
    update tweeter.here set site = ${site};
    create table public.people (id bigint primary key, name text, place text, deleted_at timestamptz,
      changed_at timestamptz not null default now(), changed_site smallint not null default 0);
    select tweeter.make_shared('public.people', 'id');
    create table public.marks (a bigint, b bigint, active boolean not null default true, note text,
      changed_at timestamptz not null default now(), changed_site smallint not null default 0, primary key (a, b));
    select tweeter.make_shared('public.marks', 'a', 'b')`)
}

type Row = Readonly<Record<string, unknown>>
const tables = {
  people: { keys: ['id'], fields: ['name', 'place', 'deleted_at'] },
  marks: { keys: ['a', 'b'], fields: ['active', 'note'] },
} as const
type Table = keyof typeof tables

const write = fc.record({
  does: fc.constant('write' as const),
  site: fc.nat(1),
  table: fc.constantFrom<Table>('people', 'marks'),
  row: fc.nat(1),
  field: fc.nat(2),
  value: fc.nat(3),
})
const deliver = fc.record({ does: fc.constant('deliver' as const), site: fc.nat(1), which: fc.nat(1000) })
const turnClock = fc.record({
  does: fc.constant('turn' as const),
  site: fc.nat(1),
  seconds: fc.integer({ min: -3600, max: 3600 }),
})
const histories = fc.array(fc.oneof({ weight: 6, arbitrary: write }, { weight: 4, arbitrary: deliver }, turnClock), {
  minLength: 5,
  maxLength: 40,
})

const shownValue = (field: string, value: number): string =>
  field === 'active' ? String(value > 1) : field === 'deleted_at' ? `2026-11-2${value}T00:00:00Z` : `${field} ${value}`

/** A row as JSON keeps every digit of its stamps. */
async function local(db: Database, table: Table, row: number, field: string, value: string): Promise<Row> {
  const { keys } = tables[table]
  const names = [...keys, field]
  const [written] = await db.pool.unsafe(
    `insert into ${table} as t (${names}) values (${keys.map(() => row)}, $1)
     on conflict (${keys}) do update set ${field} = excluded.${field} returning to_jsonb(t)::text as row`,
    [value],
  )
  return JSON.parse(written!.row as string)
}

/** As the worker does: an insert, or an update of what is there. */
const arrive = (db: Database, table: Table, row: Row) =>
  db.pool.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    const { keys } = tables[table]
    const same = keys.map((key) => `t.${key} = n.${key}`).join(' and ')
    const others = Object.keys(row).filter((name) => !(keys as readonly string[]).includes(name))
    const from = `json_populate_record(null::${table}, $1::text::json) n`
    const set = others.map((name) => `${name} = n.${name}`).join(', ')
    const text = JSON.stringify(row)
    const done = await sql.unsafe(`update ${table} t set ${set} from ${from} where ${same} returning 1`, [text])
    if (done.length === 0) await sql.unsafe(`insert into ${table} select n.* from ${from}`, [text])
  })

const contents = async (db: Database, table: Table) =>
  (await db.pool.unsafe(`select to_jsonb(t)::text as row from ${table} t order by 1`)).map((one) =>
    JSON.parse(one.row as string),
  ) as Row[]

const stamp = (row: Row) => `${row.changed_at} ${row.changed_site}`

test('random histories at two sites end equal, each column as it was written last, whatever the clocks say', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      for (const db of sites)
        await db.pool.unsafe('truncate people, marks; update tweeter.here set clock_correction = $$0$$')
      const sent: { table: Table; row: Row; from: number }[] = []
      const lastWrites = new Map<string, { stamp: string; value: unknown }>()
      for (const step of steps) {
        const db = sites[step.site]!
        if (step.does === 'turn') {
          await db.pool`update tweeter.here set clock_correction = make_interval(secs => ${step.seconds})`
        } else if (step.does === 'deliver') {
          const theirs = sent.filter(({ from }) => from !== step.site)
          const one = theirs[step.which % Math.max(1, theirs.length)]
          if (one) await arrive(db, one.table, one.row)
        } else {
          const { fields } = tables[step.table]
          const field = fields[step.field % fields.length]!
          const before = (await contents(db, step.table)).find((row) => row[tables[step.table].keys[0]] === step.row)
          const row = await local(db, step.table, step.row, field, shownValue(field, step.value))
          sent.push({ table: step.table, row, from: step.site })
          if (step.table !== 'people') continue
          for (const name of fields.filter((one) => !before || before[one] !== row[one])) {
            const key = `${step.row} ${name}`
            const last = lastWrites.get(key)
            if (!last || last.stamp < stamp(row)) lastWrites.set(key, { stamp: stamp(row), value: row[name] })
          }
        }
      }
      // What comparing does at the end: each gets all that the other has.
      for (const table of ['people', 'marks'] as const) {
        const [ours, theirs] = await Promise.all(sites.map((db) => contents(db, table)))
        for (const row of theirs!) await arrive(sites[0]!, table, row)
        for (const row of ours!) await arrive(sites[1]!, table, row)
        const [here, there] = await Promise.all(sites.map((db) => contents(db, table)))
        assert.deepEqual(here, there)
        if (table !== 'people') continue
        for (const row of here!) {
          for (const name of tables.people.fields) {
            assert.equal(row[name], lastWrites.get(`${row.id} ${name}`)?.value ?? null, `${name} of ${row.id}`)
          }
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('what is deleted or revoked stays so, also when the other site, not knowing, edits it later', async () => {
  const [east, west] = sites as [Database, Database]
  for (const db of sites) await db.pool.unsafe('truncate people; update tweeter.here set clock_correction = $$0$$')
  const made = await local(east, 'people', 1, 'name', 'Ann')
  await arrive(west, 'people', made)
  const deleted = await local(west, 'people', 1, 'deleted_at', '2026-11-22T00:00:00Z')
  await local(east, 'people', 1, 'name', 'Anna')
  const edited = await local(east, 'people', 1, 'place', 'Berlin')
  await arrive(east, 'people', deleted)
  await arrive(west, 'people', edited)
  const [here, there] = await Promise.all(sites.map((db) => contents(db, 'people')))
  assert.deepEqual(here, there)
  assert.deepEqual(
    [here![0]!.name, here![0]!.place, here![0]!.deleted_at],
    ['Anna', 'Berlin', '2026-11-22T00:00:00+00:00'],
  )
})
