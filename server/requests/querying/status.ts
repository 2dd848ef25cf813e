import { badRequest } from '../../kit/index.ts'

/**
 * The statuses that a filter means, both ends included: `404`, `5xx`; all of them where there is none.
 *
 * @throws Problem 400 for anything else.
 */
export function statusRange(text: string | undefined): [least: number, most: number] {
  if (text === undefined) return [0, 999]
  if (/^[1-5]xx$/i.test(text)) return [Number(text[0]) * 100, Number(text[0]) * 100 + 99]
  if (/^[1-9]\d\d$/.test(text)) return [Number(text), Number(text)]
  throw badRequest(`A status is a number such as 404, or a class such as 5xx, not "${text}".`)
}
