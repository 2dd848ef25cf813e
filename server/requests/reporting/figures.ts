/** Numbers, sizes, durations and times as people read them. All times are UTC. */

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** `1,234,567`. */
export const count = (number: number): string => whole.format(number)

/** Three digits that matter: 1.23, 12.3, 123. */
const three = (number: number): string => {
  const digits = number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }).format(number)
}

/** `12.3 MB`: powers of a thousand. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
  let [value, unit] = [bytes, 0]
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? count(value) : three(value)} ${units[unit]}`
}

/** `812 µs`, `12.3 ms`, `1.24 s`. */
export function duration(us: number): string {
  if (us < 999.5) return `${count(us)} µs`
  if (us < 999_500) return `${three(us / 1000)} ms`
  return `${three(us / 1_000_000)} s`
}

/** `12%`, `3.4%`, `under 0.1%`. */
export function percent(part: number, of: number): string {
  if (part === 0 || of === 0) return '0%'
  const value = (part / of) * 100
  if (value < 0.1) return 'under 0.1%'
  if (part < of && value > 99.9) return 'over 99.9%'
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)}%`
}

/** `2.27/s`, `12/min`, `3/h`. */
export function briefRate(requests: number, overMs: number): string {
  return rate(requests, overMs).replace(/ an? (s|min|h)\w*$/, (_, unit) => `/${unit}`)
}

/** In the unit that gives a number worth reading: `1,234 a second`, `12 a minute`, `3 an hour`. */
export function rate(requests: number, overMs: number): string {
  const perSecond = requests / (overMs / 1000)
  if (perSecond >= 1) return `${three(perSecond)} a second`
  return perSecond * 60 >= 1 ? `${three(perSecond * 60)} a minute` : `${three(perSecond * 3600)} an hour`
}

/** `1 visitor`, `2,000 visitors`. */
export const many = (number: number, one: string, more = `${one}s`): string =>
  `${count(number)} ${Math.round(number) === 1 ? one : more}`

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options })
const days = format({ day: 'numeric', month: 'short', year: 'numeric' })
const shortDays = format({ day: 'numeric', month: 'short' })
const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** `17 May 2015`. */
export const day = (atMs: number): string => days.format(atMs)
/** `17 May`. */
export const shortDay = (atMs: number): string => shortDays.format(atMs)
/** `10:05`. */
export const hourAndMinute = (atMs: number): string => clock.format(atMs)
/** `17 May 2015, 10:05`. */
export const moment = (atMs: number): string => `${day(atMs)}, ${hourAndMinute(atMs)}`

/** `3 days 11 hours`, `40 minutes`: the two largest units. */
export function stretch(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ]
  const first = parts.findIndex(([number]) => number > 0)
  return parts
    .slice(first, first + 2)
    .filter(([number]) => number > 0)
    .map(([number, unit]) => many(number, unit))
    .join(' ')
}
