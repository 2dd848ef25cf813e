/** The rules of the house that a machine can keep; ARCHITECTURE.md says why they are there. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import test, { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freshDatabase } from '../testing/cluster.ts'
import { order as webOrder } from '../web/order.ts'
import { modules, order } from './modules.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const server = join(root, 'server')

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/^dist[./]/.test(file))
    .map((file) => join(folder, file))
}

const all = ['server', 'web', 'cli', 'drill', 'testing', 'tests', 'bench', 'examples'].flatMap((name) => {
  try {
    return sources(join(root, name))
  } catch {
    return []
  }
})
const isTest = (file: string) => /[./\\](?:test|testing)\.ts$/.test(file)
const shipped = sources(server).filter((file) => !isTest(file))
const name = (file: string) => relative(root, file)
const text = (file: string) => readFileSync(file, 'utf8')
const none = (wrong: string[]) => assert.deepEqual(wrong, [])

/** The module that a file under server/ belongs to; undefined for those that join them. */
const moduleOf = (file: string): string | undefined => {
  const [first, ...rest] = relative(server, file).split('/')
  return rest.length > 0 ? first : undefined
}

test('a module imports only modules above it, and only by their door', () => {
  const wrong: string[] = []
  for (const file of shipped) {
    const own = moduleOf(file)
    if (own === undefined) continue
    const place = order.indexOf(own as (typeof order)[number])
    if (place < 0) wrong.push(`${name(file)}: "${own}" is not in modules.ts`)
    for (const match of text(file).matchAll(/^(?:import|export)\s(type\s)?[^'"]*?from\s+'(\.[^']+)'/gms)) {
      const target = resolve(dirname(file), match[2]!)
      const other = moduleOf(target)
      if (other === own) continue
      const isAppType = match[1] !== undefined && relative(server, target) === 'app.ts'
      const isDoor = other !== undefined && relative(server, target) === `${other}/index.ts`
      const isAbove = order.indexOf(other as (typeof order)[number]) < place
      if (!isAppType && !(isDoor && isAbove)) wrong.push(`${name(file)} imports ${match[2]}`)
    }
  }
  none(wrong)
})

test('a folder of the client imports only those before it, and of the server only types and the texts', () => {
  const web = join(root, 'web')
  const wrong: string[] = []
  for (const file of sources(web).filter((file) => !isTest(file) && relative(web, file).includes('/'))) {
    const place = webOrder.indexOf(relative(web, file).split('/')[0] as (typeof webOrder)[number])
    if (place < 0) wrong.push(`${name(file)} is in no folder of web/order.ts`)
    for (const match of text(file).matchAll(/^(?:import|export)\s(type\s)?[^'"]*?from\s+'(\.[^']+)'/gms)) {
      const target = resolve(dirname(file), match[2]!)
      const inWeb = !relative(web, target).startsWith('..')
      const fine = inWeb
        ? webOrder.indexOf(relative(web, target).split('/')[0] as (typeof webOrder)[number]) <= place
        : match[1] !== undefined || /^server\/(?:kit\/messages\.ts|http\/tokens\.css)$/.test(name(target))
      if (!fine) wrong.push(`${name(file)} imports ${match[2]}`)
    }
  }
  none(wrong)
})

test('SQL stands in queries.ts, migrations and storage', () => {
  const tagged =
    /\b(?:tx|read|db|sql|pool|part|connection)\s*(?:<[^`;]{0,300}>)?`\s*(?:select|insert|update|delete|with|copy)\b/
  none(
    [...shipped, ...sources(join(root, 'cli')).filter((file) => !isTest(file))]
      .filter((file) => moduleOf(file) !== 'storage' && !file.endsWith('/queries.ts') && tagged.test(text(file)))
      .map(name),
  )
})

test('files have at most 300 lines, functions at most 70', () => {
  const wrong: string[] = []
  for (const file of all) {
    const lines = text(file).trimEnd().split('\n')
    if (lines.length > 300) wrong.push(`${name(file)} has ${lines.length} lines`)
    if (isTest(file)) continue
    // The formatter aligns a function's last brace with its first line.
    for (const [start, line] of lines.entries()) {
      const opens = /^(\s*)(?:export |default |async |static |private |const \w+.*=>|function|[#\w]+\().*\{$/.exec(line)
      if (!opens || !/\)|=>/.test(line) || /^\s*(?:if|for|while|switch|return|test|describe)\b/.test(line)) continue
      const end = lines.findIndex(
        (other, at) => at > start && /^\s*\}/.test(other) && other.search(/\}/) === opens[1]!.length,
      )
      if (end - start >= 70) wrong.push(`${name(file)}:${start + 1} has a function of ${end - start + 1} lines`)
    }
  }
  none(wrong)
})

test('the environment is read in one file', () => {
  const files = [...shipped, ...sources(join(root, 'cli')).filter((file) => !isTest(file))]
  none(files.filter((file) => text(file).includes('process.env') && name(file) !== 'server/config/index.ts').map(name))
})

test('no test is skipped or alone, nothing is any', () => {
  const wrong: string[] = []
  for (const file of all) {
    if (file === fileURLToPath(import.meta.url)) continue
    if (/\b(?:it|test|describe)\.(?:skip|only|todo)\b|\{\s*(?:skip|todo|only)\s*:(?!\s*['!])/.test(text(file)))
      wrong.push(`${name(file)} skips`)
    for (const [at, line] of text(file).split('\n').entries()) {
      const before = text(file).split('\n')[at - 1] ?? ''
      if (/(?::|\bas|<)\s*any\b/.test(line) && !/^\s*(?:\*|\/\/|\/\*)/.test(line) && !/marked seam/.test(before))
        wrong.push(`${name(file)}:${at + 1} any`)
    }
  }
  none(wrong)
})

test('each route is declared once, with a summary', () => {
  const seen = new Map<string, string>()
  const wrong: string[] = []
  for (const route of modules.flatMap((module) => module.routes ?? [])) {
    for (const method of route.method) {
      const key = `${method} ${route.url.replace(/:\w+/g, ':x')}`
      if (seen.has(key)) wrong.push(`${key} at ${route.at} and ${seen.get(key)}`)
      seen.set(key, route.at)
    }
    if (!route.summary || !route.url.startsWith('/')) wrong.push(`${route.url} at ${route.at}`)
    if (route.url.startsWith('/api/') && route.page) wrong.push(`${route.url} is no page`)
  }
  none(wrong)
  assert.ok(seen.size > 20)
})

const { db, drop } = await freshDatabase()
after(drop)

test('every table says its class, and shared ones cannot conflict', async () => {
  const tables = await db.pool<
    {
      table: string
      comment: string | null
      uniques: number
      newest: boolean
      once: boolean
      home: boolean
      key: boolean
    }[]
  >`
    select format('%s.%s', n.nspname, c.relname) as table, obj_description(c.oid) as comment,
           (select count(*)::int from pg_index i where i.indrelid = c.oid and i.indisunique and not i.indisprimary) as uniques,
           exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary) as key,
           exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'newest_wins' and t.tgenabled = 'A') as newest,
           exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'a_only_once' and t.tgenabled = 'R') as once,
           exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'only_home' and t.tgenabled = 'A') as home
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'tweeter')`
  assert.ok(tables.length > 15)
  const wrong: string[] = []
  for (const table of tables) {
    const kind = /^(shared|home|local): ./.exec(table.comment ?? '')?.[1]
    if (!kind) wrong.push(`${table.table} has no class in its comment`)
    if (!table.key) wrong.push(`${table.table} has no primary key`)
    if (kind === 'shared' && table.uniques > 0)
      wrong.push(`${table.table} is shared and has a second unique constraint`)
    if (kind === 'home' && !table.home) wrong.push(`${table.table} is home and anybody writes it: tweeter.make_home`)
    if (kind === 'shared' && !table.newest && !(table.once && /inserted once/.test(table.comment!))) {
      wrong.push(`${table.table} is shared and nothing decides between two writes`)
    }
  }
  none(wrong)
})

test('every trigger that derives something also fires for replicated rows', async () => {
  const rows = await db.pool<{ name: string }[]>`
    select format('%s on %s', t.tgname, t.tgrelid::regclass) as name from pg_trigger t
      join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and t.tgenabled not in ('A', 'R') and n.nspname in ('public', 'tweeter')`
  none(rows.map((row) => row.name))
})
