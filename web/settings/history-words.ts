import { t } from '../messages/index.ts'
import { tag } from '../ui/time.tsx'

const DAY_MS = 24 * 3600 * 1000
const midnight = (date: Date): number => new Date(date).setHours(0, 0, 0, 0)
const weekday = new Intl.DateTimeFormat(tag, { weekday: 'long' })
const long = new Intl.DateTimeFormat(tag, { dateStyle: 'long' })

/** A day as one says it: today, yesterday, else with its date. */
export function dayName(date: Date, now = new Date()): string {
  const days = Math.round((midnight(now) - midnight(date)) / DAY_MS)
  if (days === 0) return t('history.today')
  if (days === 1) return t('history.yesterday')
  return t('history.day', { weekday: weekday.format(date), date: long.format(date) })
}
