/**
 * Who may do what: the table of tests/authorization/table, tried line by line. Its README.md says how to read it. Every
 * route of the table of contents has a line, so a new one fails here until somebody has written down who may use it.
 */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { modules } from '../server/modules.ts'
import { vapidPublicKey } from '../server/push/index.ts'
import { indexBatch } from '../server/search/index.ts'
import { transact } from '../server/storage/index.ts'
import { everything } from '../testing/everything.ts'
import { openWorld } from '../testing/world.ts'
import { type Attempt, ready } from './authorization/attempt.ts'
import { newCast, newPerson, newStage, type Stage } from './authorization/cast.ts'
import { type Row, readTable } from './authorization/table.ts'
import { make, type Thing } from './authorization/things/index.ts'

const world = await openWorld({ TWEETER_LOG_LEVEL: 'info' })
after(world.close)
await newPerson(world, 'founder', 'owner')
await vapidPublicKey(world.app)
const cast = await newCast(world)
const table = readTable()

const methodsOf = (row: Row): string[] => row.route.slice(0, row.route.indexOf(' ')).split(',')
const urlOf = (row: Row): string => row.route.slice(row.route.indexOf(' ') + 1)

test('every route is in the table of its module, and nothing else is', () => {
  const names = modules.map((module) => module.name)
  const wrong = [...table.keys()].filter((name) => !names.includes(name)).map((name) => `There is no module ${name}`)
  for (const { name, routes } of modules) {
    const declared = (routes ?? []).map((route) => `${route.method.join()} ${route.url}`)
    const written = new Set((table.get(name) ?? []).map((row) => row.route))
    wrong.push(...declared.filter((one) => !written.has(one)).map((one) => `table/${name}.txt has no line for ${one}`))
    wrong.push(...[...written].filter((one) => !declared.includes(one)).map((one) => `There is no ${one} in ${name}`))
  }
  assert.deepEqual(wrong, [])
})

type Scene = Promise<{ stage: Stage; thing: Thing }>

/** A thing for all who may not touch it or only look; one for all lines of a module that try it. */
function shared(stages: Map<string, Scene>, on: string): Scene {
  const found = stages.get(on) ?? fresh(on, ['blocked', 'muted', 'follower'])
  stages.set(on, found)
  return found
}

async function fresh(on: string, roles: readonly string[]): Scene {
  const stage = await newStage(world, cast, roles)
  return { stage, thing: await make(on, stage) }
}

interface Cell {
  readonly row: Row
  readonly method: string
  readonly role: string
  readonly expected: string
}

const cellsOf = (rows: readonly Row[]): Cell[] =>
  rows.flatMap((row) =>
    methodsOf(row).flatMap((method) =>
      row.roles.map((role, at) => ({ row, method, role, expected: row.expected[at]! })),
    ),
  )

/** Looks only, or is refused: it must leave everything as it was. */
const isHarmless = ({ method, expected }: Cell) => method === 'GET' || /^(?:login|[45]\d\d|[23]\d\d=)$/.test(expected)

async function compare(cell: Cell, attempt: Attempt, wrong: string[]): Promise<void> {
  const { row, method, role, expected } = cell
  const got = await attempt()
  const seen = /[+-]$/.test(expected) ? got : got.replace(/[+-]$/, '')
  if (seen !== expected.replace('=', ''))
    wrong.push(`${row.at} ${method} ${urlOf(row)} on ${row.on}: ${role} got ${got}, not ${expected}`)
}

for (const [name, rows] of table) {
  const cells = cellsOf(rows).filter(({ expected }) => expected !== '-')

  test(`${name}: who is refused or looks changes nothing`, async () => {
    const wrong: string[] = []
    const attempts: [Cell, Attempt][] = []
    const stages = new Map<string, Scene>()
    for (const cell of cells.filter(isHarmless)) {
      const { stage, thing } = await shared(stages, cell.row.on)
      attempts.push([cell, await ready({ ...cell, stage, thing, afresh: false })])
    }
    // What was written before is sought from now on, which is not the doing of those who seek.
    while ((await transact(world.app.db, indexBatch)) > 0);
    const before = await everything(world.app)
    for (const [cell, attempt] of attempts) await compare(cell, attempt, wrong)
    const now = await everything(world.app)
    const changed = Object.keys(now).filter((table) => now[table] !== before[table])
    assert.deepEqual({ wrong, changed }, { wrong: [], changed: [] })
  })

  test(`${name}: who may, can`, async () => {
    const wrong: string[] = []
    const stages = new Map<string, Scene>()
    for (const cell of cells.filter((one) => !isHarmless(one))) {
      const { on } = cell.row
      const { stage, thing } = on === '-' ? await shared(stages, on) : await fresh(on, [cell.role])
      await compare(cell, await ready({ ...cell, stage, thing, afresh: true }), wrong)
    }
    assert.deepEqual(wrong, [])
  })
}

test('nothing of all this was a fault of ours', () => {
  assert.deepEqual(world.complaints, [])
})
