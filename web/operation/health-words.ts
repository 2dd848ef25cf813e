/** Figures and problems of the server in the words and numbers of the page's language. */
import type { HealthProblem } from '../../server/instance/health/schema.ts'
import { language, t } from '../messages/index.ts'

const KILO = 1000
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options)

/** 12 MB. */
export function bytes(count: number): string {
  const at = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, count)) / Math.log(KILO))))
  const value = count / KILO ** at
  return number({
    style: 'unit',
    unit: units[at]!,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value)
}

/** 12 ms, 1.5 s. */
export const milliseconds = (ms: number): string =>
  ms < KILO
    ? number({
        style: 'unit',
        unit: 'millisecond',
        unitDisplay: 'short',
        maximumFractionDigits: ms < 10 ? 1 : 0,
      }).format(ms)
    : number({ style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 1 }).format(ms / KILO)

export const inMs = (ms: number | null): string => (ms === null ? '–' : milliseconds(ms))

/** @param part of a hundred. */
export const percent = (part: number): string =>
  number({ style: 'percent', maximumFractionDigits: 1 }).format(part / 100)

const spans = [
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** 3 days; the biggest unit that it has one of. */
export function timeSpan(seconds: number): string {
  const [unit, size] = spans.find(([, length]) => seconds >= length) ?? spans.at(-1)!
  return number({ style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(
    Math.floor(seconds / size),
  )
}

/** How old something is, briefly: 3 sec, 2 min. */
export function age(seconds: number): string {
  const [unit, size] = spans.find(([, length]) => seconds >= length) ?? spans.at(-1)!
  return number({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(
    Math.floor(seconds / size),
  )
}

/** What is wrong, as a sentence; a code that is newer than this client stands for itself. */
export function problemWords(problem: HealthProblem): string {
  switch (problem.code) {
    case 'database_slow':
      return t('operation.database_slow', { time: milliseconds(problem.milliseconds) })
    case 'connections_nearly_used':
      return t('operation.connections_nearly_used', { used: problem.connections, most: problem.max })
    case 'disk_low':
      return t('operation.disk_low', { free: bytes(problem.free_bytes), percent: percent(problem.percent) })
    case 'heap_nearly_full':
      return t('operation.heap_nearly_full', { used: bytes(problem.used_bytes), most: bytes(problem.limit_bytes) })
    case 'event_loop_slow':
      return t('operation.event_loop_slow', { time: milliseconds(problem.milliseconds) })
    case 'server_errors':
      return t('operation.server_errors', { percent: percent(problem.percent), errors: problem.errors })
    case 'records_dropped':
      return t('operation.records_dropped', { count: problem.count })
    case 'jobs_parked':
      return t('operation.jobs_parked', { count: problem.count })
    case 'jobs_late':
      return t('operation.jobs_late', { time: timeSpan(problem.seconds) })
    case 'mails_late':
      return t('operation.mails_late', { time: timeSpan(problem.seconds) })
    case 'mails_failed':
      return t('operation.mails_failed', { count: problem.count, of: problem.of })
    case 'mail_to_files':
      return t('operation.mail_to_files')
    default:
      return (problem as { readonly code: string }).code
  }
}
