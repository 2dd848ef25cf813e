/** How a page speaks: its words, dates and numbers, in the language of whoever reads it. */
import { type LanguageCode, type Translate, translator } from '../kit/index.ts'
import { de } from './messages/de.ts'
import { en } from './messages/en.ts'
import { fa } from './messages/fa.ts'

export type Words = Translate<typeof en>

const words: Readonly<Record<LanguageCode, Words>> = {
  en: translator<typeof en>('en', en),
  de: translator<typeof en>('de', de),
  fa: translator<typeof en>('fa', fa),
}

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

/** @param locale as the reader's browser has it; it counts where it is a kind of the language (`en-GB`). */
export function voiceOf(frame: {
  readonly language?: { readonly code: LanguageCode }
  readonly locale?: string
}): Voice {
  const code = frame.language?.code ?? 'en'
  const own = frame.locale?.split('-')[0] === code ? frame.locale : code
  return { ...formats(own), language: code, t: words[code] }
}
