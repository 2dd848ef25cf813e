/** Times and numbers as people write them, in the language of the page. */
import { useEffect, useState } from 'react'
import { language, t } from '../messages/index.ts'

/** Browsers hand on what the machine is set to, and `en-US@posix` is no language tag. (The flag `i` is dear at start.) */
const isTag = (one: string): boolean => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(one)
/** The language of the page as this person writes it: `en-GB`. */
export const tag = navigator.languages.find((one) => one.split('-')[0] === language && isTag(one)) ?? language
/** Made at first use: each costs some milliseconds on a slow machine, and few pages need all. */
const once = <T,>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => (made ??= make())
}
const dates = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(tag, options))
const full = dates({ dateStyle: 'long', timeStyle: 'short' })
const thisYear = dates({ day: 'numeric', month: 'short' })
const dated = dates({ day: 'numeric', month: 'short', year: 'numeric' })
const clock = dates({ timeStyle: 'short' })
const month = dates({ month: 'long', year: 'numeric' })
const relative = once(() => new Intl.RelativeTimeFormat(tag, { style: 'narrow', numeric: 'always' }))
const ahead = once(() => new Intl.RelativeTimeFormat(tag, { numeric: 'always' }))
const compact = once(() => new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 }))
const whole = once(() => new Intl.NumberFormat(tag))
const share = once(() => new Intl.NumberFormat(tag, { style: 'percent', maximumSignificantDigits: 2 }))

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The whole date and time. */
export const moment = (iso: string): string => full().format(new Date(iso))
/** A day, with its year. */
export const day = (iso: string): string => dated().format(new Date(iso))
export const monthOf = (iso: string): string => month().format(new Date(iso))
/** The time of the day. */
export const clockTime = (iso: string): string => clock().format(new Date(iso))
/** 1.2K. */
export const shortCount = (count: number): string => (count < 1000 ? whole() : compact()).format(count)
export const longCount = (count: number): string => whole().format(count)

/** 12 %, and few among many with their digits: 0.03 %. @param part of one. */
export const percentOf = (part: number): string => share().format(part)

/** How long ago, or a date when that is longer than a week. */
export function ago(iso: string, nowMs = Date.now()): string {
  const seconds = Math.round((Date.parse(iso) - nowMs) / 1000)
  const past = Math.abs(seconds)
  if (past < 45) return t('common.now')
  if (past < HOUR) return relative().format(Math.round(seconds / MINUTE), 'minute')
  if (past < DAY) return relative().format(Math.round(seconds / HOUR), 'hour')
  if (past < 7 * DAY) return relative().format(Math.round(seconds / DAY), 'day')
  const date = new Date(iso)
  return date.getFullYear() === new Date(nowMs).getFullYear() ? thisYear().format(date) : dated().format(date)
}

/** How long until then: "in 3 hours". */
export function until(iso: string, nowMs = Date.now()): string {
  const seconds = Math.max(60, Math.round((Date.parse(iso) - nowMs) / 1000))
  if (seconds < HOUR) return ahead().format(Math.round(seconds / MINUTE), 'minute')
  if (seconds < DAY) return ahead().format(Math.round(seconds / HOUR), 'hour')
  return ahead().format(Math.round(seconds / DAY), 'day')
}

const tickers = new Set<() => void>()
setInterval(() => {
  if (!document.hidden) for (const tick of tickers) tick()
}, 30_000)

/** How long ago, kept true, with the whole date for who points at it. */
export function Ago({ at }: { readonly at: string }) {
  const [, setTick] = useState(0)
  useEffect(() => {
    const tick = () => setTick((count) => count + 1)
    tickers.add(tick)
    return () => void tickers.delete(tick)
  }, [])
  return (
    <time dateTime={at} onPointerEnter={({ currentTarget }) => (currentTarget.title = moment(at))}>
      {ago(at)}
    </time>
  )
}
