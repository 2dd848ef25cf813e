/** How a page speaks: its words, dates and numbers, in the language of whoever reads it. */
import type { PageFrame } from '../http/index.ts'
import type { LanguageCode } from '../kit/index.ts'
import { speak, type Words } from './messages/index.ts'

/** Dates and numbers in one locale; made once for a page, because Intl objects are slow to make. Times are in UTC. */
export interface Formats {
  day(iso: string): string
  moment(iso: string | Date): string
  count(value: number): string
  /** @param share from 0 to 1. */
  percent(share: number): string
}

export interface Voice extends Formats {
  readonly language: LanguageCode
  readonly t: Words
}

export function formats(locale = 'en'): Formats {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  const count = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  return {
    day: (iso) => day.format(new Date(iso)),
    moment: (at) => `${moment.format(new Date(at))} UTC`,
    count: (value) => count.format(value),
    percent: (share) => percent.format(share),
  }
}

/** The voice of a page, by its frame. */
export function voiceOf({ language, locale }: Partial<PageFrame>): Voice {
  const code = language?.code ?? 'en'
  const own = locale?.split('-')[0] === code ? locale : code
  return { ...formats(own), language: code, t: speak(language) }
}
