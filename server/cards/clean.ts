/** What strangers wrote becomes plain text, numbers and addresses that can be stored and shown. */
import { linkAddress } from './address.ts'

/** One line of at most so many characters, without what is invisible; empty for what is no text. It is never HTML. */
export function plain(value: unknown, most: number): string {
  if (typeof value !== 'string') return ''
  const line = value
    .slice(0, most * 4)
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  const characters = [...line]
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`
}

/** An http or https address, made absolute; empty for anything else. */
export const address = (value: unknown, base: string): string =>
  typeof value === 'string' && value.trim() !== '' ? (linkAddress(value, base) ?? '') : ''

/** Pixels; 0 for what is no sensible number of them (oEmbed has numbers, numbers in quotes, and `100%`). */
export function pixels(value: unknown): number {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 && number <= 10_000 ? number : 0
}

/** `en` of `en-GB` or `en_GB`. */
export const language = (value: unknown): string | null =>
  typeof value === 'string' ? (/^([a-z]{2,3})(?:[-_]|$)/i.exec(value.trim())?.[1]?.toLowerCase() ?? null) : null

/** ISO 8601 in UTC; null for what is no date, or none at which a web page can have been published. */
export function moment(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}/.test(value.trim())) return null
  const date = new Date(value.trim())
  const year = date.getUTCFullYear()
  return year >= 1980 && year < 2200 ? date.toISOString() : null
}
