/** Logs for the tests of following, and what must come of them: counted apart from everything that is tested. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import type { Database } from '../../storage/index.ts'
import { lineOf, type RequestRecord } from '../record.ts'

const ROUTES = ['/api/v1/timelines/home', '/api/v1/statuses/:id', '/about', '']
const STATUSES = [200, 200, 200, 304, 404, 500]

/** Requests and bytes by what is asked for of them; compared as a whole. */
export interface Totals {
  requests: number
  bytes: number
  byStatus: Record<string, number>
  byRoute: Record<string, number>
}

export const noTotals = (): Totals => ({ requests: 0, bytes: 0, byStatus: {}, byRoute: {} })

export function count(totals: Totals, status: number, route: string, bytes: number): void {
  totals.requests++
  totals.bytes += bytes
  totals.byStatus[status] = (totals.byStatus[status] ?? 0) + 1
  totals.byRoute[route] = (totals.byRoute[route] ?? 0) + 1
}

export async function storedTotals(db: Database, source: string): Promise<Totals> {
  const rows = await db.pool<{ status: number; route: string; requests: number; bytes: number }[]>`
    select status, route, requests, bytes from request_series where source = ${source} order by status, route`
  const totals = noTotals()
  for (const { status, route, requests, bytes } of rows) {
    totals.requests += requests
    totals.bytes += bytes
    totals.byStatus[status] = (totals.byStatus[status] ?? 0) + requests
    totals.byRoute[route] = (totals.byRoute[route] ?? 0) + requests
  }
  return totals
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!

/** The n-th record of a log, the same whenever it is asked for. */
export function recordOf(n: number, atMs = 1_795_391_040_000 + n * 40): RequestRecord {
  return {
    at: atMs,
    kind: n % 7 === 0 ? 'bot' : 'person',
    method: n % 5 === 0 ? 'POST' : 'GET',
    route: pick(ROUTES, n * 3 + (n >> 3)),
    status: pick(STATUSES, n * 5 + (n >> 4)),
    us: 100 + ((n * 7919) % 100_000),
    bytes: (n * 31) % 5000,
    visitor: (0x9f86d081 + (n % 50)).toString(16).padStart(16, '0'),
    agent: pick(['Firefox', 'Ivory', 'curl'], n),
    ...(n % 11 === 0 ? { post: 1 + (n % 9) } : {}),
  }
}

/** Writes segments as a server does, and counts what it writes. */
export class OwnWriter {
  readonly folder: string
  readonly totals = noTotals()
  #segment = 0
  #n = 0

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'requests')
    mkdirSync(this.folder, { recursive: true })
  }

  get path(): string {
    return join(this.folder, `20261122T000000000Z-abcd-1-${String(this.#segment).padStart(6, '0')}.ndjson`)
  }

  write(records: number): void {
    let text = ''
    for (let i = 0; i < records; i++) {
      const record = recordOf(this.#n++)
      count(this.totals, record.status, record.route, record.bytes)
      text += lineOf(record)
    }
    appendFileSync(this.path, text)
  }

  /** Something that is no record. */
  scribble(text: string): void {
    appendFileSync(this.path, text)
  }

  /** @returns a function that removes the plain form: for a moment both are there. */
  seal(): () => void {
    const plain = this.path
    this.#segment++
    writeFileSync(`${plain}.tmp`, zstdCompressSync(readFileSync(plain)))
    renameSync(`${plain}.tmp`, `${plain}.zst`)
    return () => unlinkSync(plain)
  }
}

const FIRST_MS = Date.parse('2026-11-22T00:00:00Z')

/** A combined log of another server, and what was written to it. */
export class CombinedWriter {
  readonly path: string
  readonly totals = noTotals()
  #n = 0

  constructor(path: string) {
    this.path = path
  }

  write(lines: number): void {
    let text = ''
    for (let i = 0; i < lines; i++) text += this.line()
    appendFileSync(this.path, text)
  }

  line(): string {
    const n = this.#n++
    const { status, bytes, method } = recordOf(n)
    count(this.totals, status, '', bytes)
    const [, day, month, year, clock] = /, (\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(
      new Date(FIRST_MS + n * 1000).toUTCString(),
    )!
    const time = `${day}/${month}/${year}:${clock}`
    return `10.0.0.${n % 50} - - [${time} +0000] "${method} /page/${n} HTTP/1.1" ${status} ${bytes} "-" "Mozilla/5.0"\n`
  }
}
