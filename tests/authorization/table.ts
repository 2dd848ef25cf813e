/** Reads the table: the files of table/, one for each module. README.md says how they are written. */
import { readdirSync, readFileSync } from 'node:fs'
import { apiRoles, pageRoles } from './cast.ts'

/** A route, tried on one thing by everybody. */
export interface Row {
  /** `PATCH,PUT /api/v1/profile`: the route's methods and its address. */
  readonly route: string
  /** The scope that a token must have; `page` for a page, which asks for a session. */
  readonly scope: string
  /** What it is tried on; `-`: on nothing. */
  readonly on: string
  /** What each column gets, in the order of `roles`; `-` where there is nothing to try. */
  readonly expected: readonly string[]
  readonly roles: readonly string[]
  /** `posts.txt:12`: where it is written. */
  readonly at: string
}

const folder = new URL('./table/', import.meta.url)
const ROUTE = /^(?<route>[A-Z,]+ \/\S*) +(?<scope>[a-z:_]+)$/
const TRIED = /^ {2}(?<on>\S+(?: \S+)*) {2,}(?<expected>[\w+=-]+(?: +[\w+=-]+)*)$/

/** @throws Error that names the line which cannot be read. */
export function readTable(): Map<string, Row[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt'))
  return new Map(files.sort().map((file) => [file.replace('.txt', ''), readRows(file)]))
}

function readRows(file: string): Row[] {
  const rows: Row[] = []
  let head: { route: string; scope: string } | undefined
  for (const [index, whole] of readFileSync(new URL(file, folder), 'utf8').split('\n').entries()) {
    const line = whole.replace(/\s*#.*$/, '')
    const at = `${file}:${index + 1}`
    if (line === '') continue
    const route = ROUTE.exec(line)?.groups
    if (route) {
      head = { route: route.route!, scope: route.scope! }
      continue
    }
    const tried = TRIED.exec(line)?.groups
    if (!tried || !head) throw new Error(`${at} is neither a route nor what it is tried on: ${whole}`)
    const roles = head.scope === 'page' ? pageRoles : apiRoles
    const expected = tried.expected!.split(/ +/)
    if (expected.length !== roles.length) throw new Error(`${at} has ${expected.length} columns, not ${roles.length}`)
    rows.push({ ...head, on: tried.on!, expected, roles, at })
  }
  return rows
}
