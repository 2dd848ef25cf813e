/** Addresses stand in the files as hashes; the salt is another one each day (UTC), and gone two days later. */
export { addressOf, visitorOf } from '../../requests/index.ts'

/** From when on nobody's address gives a hash with the salt of this day. @param day `2026-11-23`. */
export const saltEnd = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000)
