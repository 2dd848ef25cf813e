/** The steps of a plot in words. */
import { tag } from './time.tsx'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400
const LONGER_THAN_A_DAY = 30

export interface StepTime {
  readonly key: string
  readonly long: string
  readonly short: string
}

/** @param ats beginnings of steps of `seconds` each, the oldest first. Days are those of UTC, as the server cuts them. */
export function stepTimes(ats: readonly string[], seconds: number): StepTime[] {
  const formats = (long: Intl.DateTimeFormatOptions, short: Intl.DateTimeFormatOptions) =>
    [new Intl.DateTimeFormat(tag, long), new Intl.DateTimeFormat(tag, short)] as const
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  const date = { day: 'numeric', month: 'short' } as const
  const [long, short] =
    seconds <= MINUTE
      ? formats(clock, clock)
      : seconds < DAY
        ? formats(
            { weekday: 'short', ...date, ...clock },
            ats.length * (seconds / HOUR) > LONGER_THAN_A_DAY ? date : clock,
          )
        : formats({ weekday: 'long', ...date, timeZone: 'UTC' }, { ...date, timeZone: 'UTC' })
  return ats.map((at) => {
    const moment = new Date(at)
    return { key: at, long: long.format(moment), short: short.format(moment) }
  })
}
