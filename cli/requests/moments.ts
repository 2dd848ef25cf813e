import { WrongUse } from '../command.ts'

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** What is older is kept by the hour. */
const MINUTES_KEPT_MS = 7 * 86_400_000

/**
 * A time on the command line: `2026-11-20`, `2026-11-20T10:00` (UTC, unless it says `+01:00`), `-1h` or `1h` (ago; also
 * `m`, `d`, `w`), `now`, `today`, `yesterday`. What is relative falls on a whole minute, on a whole hour when it is more than seven days
 * ago, because that is what is kept.
 *
 * @throws WrongUse when it is none of these.
 */
export function momentOf(option: string, text: string, now: Date): Date {
  const nowMs = now.getTime()
  const ago = /^-?(\d{1,6})([mhdw])$/.exec(text)
  if (ago) {
    const agoMs = Number(ago[1]) * UNITS[ago[2]!]!
    return floor(nowMs - agoMs, agoMs > MINUTES_KEPT_MS ? HOUR_MS : MINUTE_MS)
  }
  if (text === 'now') return new Date(Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS)
  if (text === 'today') return floor(nowMs, UNITS.d!)
  if (text === 'yesterday') return floor(nowMs - UNITS.d!, UNITS.d!)
  const found = absolute(text)
  if (found === null) {
    throw new WrongUse(
      `--${option} must be a time such as 2026-11-20, 2026-11-20T10:00, -1h, -7d or today, not "${text}".`,
    )
  }
  return found
}

const floor = (ms: number, to: number): Date => new Date(Math.floor(ms / to) * to)

function absolute(text: string): Date | null {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text)
  if (found === null) return null
  const [, day, time = '00:00', zone = 'Z'] = found
  const moment = new Date(`${day}T${time}${zone}`)
  // The 30th of February would be taken for a day of March.
  const isDay = !Number.isNaN(moment.getTime()) && new Date(`${day}T00:00Z`).toISOString().startsWith(day!)
  return isDay ? moment : null
}
