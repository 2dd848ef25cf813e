/** Dates as `<input type="datetime-local">` has them: `2027-01-31T18:30`, in the time zone of the device. */

const LEAD_MS = 5 * 60_000

const two = (value: number): string => String(value).padStart(2, '0')

export const toLocal = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`

/** null when it is no date and time. */
export function fromLocal(text: string): Date | null {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? null : date
}

/** The server takes nothing sooner than five minutes from now; the request takes a moment too. */
export const earliest = (nowMs = Date.now()): Date => new Date(Math.ceil((nowMs + LEAD_MS + 5000) / 60_000) * 60_000)
