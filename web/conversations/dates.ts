import { language, t } from '../messages/index.ts'
import { daysAgo } from './thread.ts'

const tag = navigator.languages.find((one) => one.split('-')[0] === language) ?? language
const time = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(tag, { weekday: 'long' })
const date = new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'long' })
const long = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric' })

/** The time of day. */
export const clock = (iso: string): string => time.format(new Date(iso))

/** Today, yesterday, a day of this week, or the date. */
export function dayLabel(iso: string): string {
  const ago = daysAgo(iso)
  const then = new Date(iso)
  if (ago === 0) return t('conversations.today')
  if (ago === 1) return t('conversations.yesterday')
  if (ago < 7) return weekday.format(then)
  return (then.getFullYear() === new Date().getFullYear() ? date : long).format(then)
}
