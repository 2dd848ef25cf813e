/** What `tweeter requests query` is asked, out of its options. */
import { type FilesColumn, type FilesQuestion, statusRange } from '../../server/requests/index.ts'
import { type Call, WrongUse } from '../command.ts'
import { momentOf } from './moments.ts'

const DAY_MS = 86_400_000
const COLUMNS = [
  'time',
  'kind',
  'method',
  'route',
  'status',
  'account',
  'post',
  'profile',
  'tag',
  'agent',
  'visitor',
] as const
const TOPS = ['agents', 'paths', 'referrers', 'visitors', 'accounts'] as const
export type TopsName = (typeof TOPS)[number]

export interface Range {
  readonly from: Date
  readonly until: Date
}

/** The last 24 hours unless said otherwise. @throws WrongUse for a time that is none, and for an empty range. */
export function rangeOf(call: Call, now: Date): Range {
  const until = momentOf('until', call.text('until') ?? 'now', now)
  const told = call.text('from')
  const from = told === undefined ? new Date(until.getTime() - DAY_MS) : momentOf('from', told, now)
  if (from.getTime() >= until.getTime()) {
    throw new WrongUse(`The range is empty: --from ${from.toISOString()} is not before --until ${until.toISOString()}.`)
  }
  return { from, until }
}

/**
 * By route (or what is `usual` there) and the 20 most requested, unless said otherwise; all steps of a question by time.
 *
 * @throws WrongUse for anything that is none of what there is.
 */
export function questionOf(call: Call, range: Range, usual: 'route' | 'status' = 'route'): FilesQuestion {
  const by = columnsOf(call.text('by') ?? usual)
  const limit = call.number('limit', 1, 100_000) ?? (by.includes('time') ? undefined : 20)
  const where = filtersOf(call.text('where'))
  const step = call.oneOf('step', ['minute', 'hour', 'day']) ?? stepOf(range)
  return { source: call.text('source') ?? 'tweeter', ...range, by, step, where, ...(limit !== undefined && { limit }) }
}

export const topsOf = (call: Call): TopsName | undefined => call.oneOf('top', TOPS)

function stepOf({ from, until }: Range): 'minute' | 'hour' | 'day' {
  const days = (until.getTime() - from.getTime()) / DAY_MS
  return days <= 0.125 ? 'minute' : days <= 7 ? 'hour' : 'day'
}

function columnsOf(text: string): FilesColumn[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.length === 1 && names[0] === 'nothing') return []
  return names.map((name, index) => {
    const column = COLUMNS.find((one) => one === name)
    if (column === undefined) throw new WrongUse(`--by must be of ${COLUMNS.join(', ')}, or nothing, not "${name}".`)
    if (names.indexOf(name) < index) throw new WrongUse(`--by has ${name} twice.`)
    return column
  })
}

const FILTERS = ['kind', 'method', 'route', 'status', 'account', 'post', 'profile', 'tag', 'agent', 'visitor'] as const

/** `route=/api/v1/a,status=5xx`. A comma parts two filters only where a name and `=` follow it. */
function filtersOf(text: string | undefined): NonNullable<FilesQuestion['where']> {
  const where: Record<string, string | number> = {}
  for (const part of text === undefined ? [] : text.split(/,(?=\s*[a-z]+=)/)) {
    const [, name, value] = /^\s*([a-z]+)=(.*)$/s.exec(part) ?? []
    if (!FILTERS.some((one) => one === name)) {
      throw new WrongUse(`--where must be like ${FILTERS.join('=…, ')}=…, separated by commas, not "${part}".`)
    }
    if (name! in where) throw new WrongUse(`--where has ${name} twice.`)
    where[name!] = filterOf(name!, value!)
  }
  return where
}

function filterOf(name: string, value: string): string | number {
  if (name === 'kind' && value !== 'person' && value !== 'bot') {
    throw new WrongUse(`--where kind must be person or bot, not "${value}".`)
  }
  if (name === 'method') return value.toUpperCase()
  if (name === 'tag') return value.replace(/^#/, '').toLowerCase()
  if (['account', 'post', 'profile'].includes(name)) {
    if (!/^\d{1,16}$/.test(value)) throw new WrongUse(`--where ${name} must be an id, a number, not "${value}".`)
    return Number(value)
  }
  try {
    if (name === 'status') statusRange(value)
  } catch (error) {
    throw new WrongUse((error as Error).message)
  }
  return value
}
