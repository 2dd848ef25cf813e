import type { Format } from '../row.ts'
import { CombinedFormat } from './combined.ts'
import { CADDY, parseFields } from './fields.ts'
import { JsonFormat } from './json.ts'
import { OwnFormat } from './own.ts'

/** Those that have a name; 'combined' is the common format too. */
export const formatNames = ['tweeter', 'combined', 'caddy'] as const

/** `json:` is followed by what stands where (fields.ts). A text, so that it goes between threads and into tables as it is. */
export type FormatName = (typeof formatNames)[number] | `json:${string}`

/** The format of JSON records with these fields. @throws an error that says what is wrong with them. */
export function jsonFormat(fields: string): FormatName {
  parseFields(fields)
  return `json:${fields}`
}

/** @param posts whether the posts of our own records are wanted. */
export function openFormat(name: FormatName, posts: boolean): Format {
  if (name === 'tweeter') return new OwnFormat(posts)
  if (name === 'combined') return new CombinedFormat()
  return new JsonFormat(parseFields(name === 'caddy' ? CADDY : name.slice('json:'.length)))
}
