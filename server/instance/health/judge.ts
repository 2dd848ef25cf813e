/** From when on a figure is a problem. The thresholds stand here and in docs/operating.md. */
import type { HealthProblem, HealthReport } from './schema.ts'

type State = HealthReport['state']
type Code = HealthProblem['code']
type Values<C extends Code> = Omit<Extract<HealthProblem, { code: C }>, 'code' | 'state'>

const order: readonly State[] = ['ok', 'warn', 'bad']
export const worst = (states: readonly State[]): State =>
  states.reduce((one, other) => (order.indexOf(other) > order.indexOf(one) ? other : one), 'ok')

/** A part of the report: its figures, and what is wrong with them. */
export const judged = <V extends object>(values: V, ...found: (HealthProblem | null)[]) => {
  const problems = found.filter((one) => one !== null)
  return { state: worst(problems.map((one) => one.state)), problems, ...values }
}

/** @param by how a value beyond one of the two bounds counts; null: neither is passed. */
function problem<C extends Code>(code: C, by: 'warn' | 'bad' | null, values: Values<C>): HealthProblem | null {
  return by === null ? null : ({ code, state: by, ...values } as unknown as HealthProblem)
}
const above = (value: number, warn: number, bad: number) => (value > bad ? 'bad' : value > warn ? 'warn' : null)
const below = (value: number, warn: number, bad: number) => (value < bad ? 'bad' : value < warn ? 'warn' : null)
const percentOf = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10)

const HOUR = 3600

export const databaseSlow = (milliseconds: number) =>
  problem('database_slow', above(milliseconds, 100, 1000), { milliseconds })

export const connectionsUsed = (connections: number, max: number) =>
  problem('connections_nearly_used', above(connections / max, 0.8, 0.95), { connections, max })

export const diskLow = (free: number, total: number) =>
  problem('disk_low', below(free / total, 0.05, 0.01), { free_bytes: free, percent: percentOf(free, total) })

export const heapFull = (used: number, limit: number) =>
  problem('heap_nearly_full', above(used / limit, 0.8, 0.95), { used_bytes: used, limit_bytes: limit })

export const loopSlow = (milliseconds: number | null) =>
  problem('event_loop_slow', above(milliseconds ?? 0, 100, 1000), { milliseconds: milliseconds ?? 0 })

/** One failure among a few requests is worth a look, and not yet an outage. */
export const serverErrors = (errors: number, requests: number) =>
  problem('server_errors', above(errors / Math.max(requests, 1), 0.01, errors < 10 ? 1 : 0.1), {
    errors,
    requests,
    percent: percentOf(errors, requests),
  })

/** @param agoMs since the newest was dropped; null: none ever. */
export const recordsDropped = (count: number, agoMs: number | null) =>
  problem('records_dropped', agoMs !== null && agoMs < 15 * 60_000 ? 'warn' : null, { count })

export const jobsParked = (count: number) => problem('jobs_parked', count > 0 ? 'warn' : null, { count })

export const jobsLate = (seconds: number | null) =>
  problem('jobs_late', above(seconds ?? 0, 300, HOUR), { seconds: seconds ?? 0 })

/** A server that greylists, or is away for a night, is no reason to worry yet. */
export const mailsLate = (seconds: number | null) =>
  problem('mails_late', above(seconds ?? 0, HOUR, 24 * HOUR), { seconds: seconds ?? 0 })

/** Some addresses are always mistyped. */
export const mailsFailed = (count: number, of: number) =>
  problem('mails_failed', above(count / Math.max(of, 1), 0.05, count < 10 ? 1 : 0.5), { count, of })

/** Nobody on the internet gets a mail that is written to a file; at home that is what one wants. */
export const mailToFiles = (smtpUrl: string | null, url: string) =>
  problem('mail_to_files', smtpUrl === null && url.startsWith('https:') ? 'warn' : null, {})
