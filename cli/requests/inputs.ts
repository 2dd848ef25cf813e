import { stat } from 'node:fs/promises'
import { type FormatName, formatNames, guessFormat, jsonFormat } from '../../server/requests/index.ts'
import { type Call, WrongUse } from '../command.ts'

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** @throws an Error for people when it is not a file. */
export async function fileThere(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.message}`)
  })
  if (found.isDirectory()) throw new Error(`${path} is a folder; name the files in it.`)
}

/** What --format or --fields say of a log; null when they are not there. @throws WrongUse */
export function formatSaid(call: Call): FormatName | null {
  const format = call.oneOf('format', [...formatNames, 'common', 'ndjson', 'auto'])
  const fields = call.text('fields')
  if (fields === undefined) {
    if (format === 'ndjson') throw new WrongUse('--format ndjson needs --fields, which say what stands where.')
    if (format === undefined || format === 'auto') return null
    return format === 'common' ? 'combined' : format
  }
  if (format !== undefined && format !== 'ndjson')
    throw new WrongUse('--fields is for JSON of any other shape: leave --format out.')
  try {
    return jsonFormat(fields)
  } catch (error) {
    throw new WrongUse(`--fields: ${(error as Error).message}`)
  }
}

/** What they say, else what the first lines look like. @throws WrongUse, or an Error for people when it is no known kind. */
export const formatOf = async (call: Call, path: string): Promise<FormatName> =>
  formatSaid(call) ?? (await guessFormat(path))

/**
 * A moment on the command line: `2026-11-22`, `2026-11-22T10:00` (UTC unless it says otherwise), or so long ago as
 * `30m`, `24h`, `7d`.
 *
 * @throws WrongUse when it is none of these.
 */
export function momentOf(call: Call, name: string, now: Date): Date | undefined {
  const text = call.text(name)
  if (text === undefined) return undefined
  const ago = /^(\d{1,6})([mhd])$/.exec(text)
  if (ago) return new Date(now.getTime() - Number(ago[1]) * UNITS[ago[2]!]!)
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?$/.exec(text)
  const moment = new Date(isDay || isTime?.groups?.zone ? text : `${text.replace(' ', 'T')}Z`)
  // JavaScript takes 30 February for 2 March.
  const isInCalendar = new Date(`${text.slice(0, 10)}Z`).toJSON()?.startsWith(text.slice(0, 10))
  if ((!isDay && !isTime) || !isInCalendar || Number.isNaN(moment.getTime())) {
    throw new WrongUse(`--${name} must be a time as 2026-11-22 or 2026-11-22T10:00, or as 24h (ago), not "${text}".`)
  }
  return moment
}
