import { Readable } from 'node:stream'

/** Bytes counted from 0, `end` included; a negative `start` counts from the end; no `end` means up to the end. */
export interface ByteRange {
  start: number
  end?: number
}

/** An opened blob. Whoever opens it reads `stream` to its end or destroys it: it holds a file or a socket. */
export interface OpenBlob {
  stream: Readable
  /** Of the whole blob, in bytes. */
  size: number
  /** What the stream gives, both ends included; null when that is nothing (an empty blob, a range beyond the end). */
  range: { start: number; end: number } | null
  type: string
}

/** What a listing says of a blob. */
export interface ListedBlob {
  key: string
  /** In bytes. */
  size: number
  /** When its bytes were put, by the clock of the disk or of the store; within the length of an upload. */
  changedAt: Date
}

/**
 * Where files live. A key is a path such as `attachments/original/0f3a.webp`: lower case, digits, `-`, `_`, folders,
 * and an ending that says the type. What was put is not changed any more, so a key may be cached for ever.
 */
export interface Blobs {
  /**
   * Durable when it returns; until then nothing is under the key, so a crash never leaves half a file.
   * @param type must be the one that the key's ending says. @throws Error for a bad key or type, or if the source fails.
   */
  put(key: string, bytes: Uint8Array | Readable, type: string): Promise<void>
  /** Null if there is nothing under the key, which includes any string that could not be a key. */
  open(key: string, range?: ByteRange): Promise<OpenBlob | null>
  /** No error if there was nothing. */
  remove(key: string): Promise<void>
  /** Every blob, in no order; one that is put or removed meanwhile may be there or not. Nothing is held in memory. */
  list(): AsyncIterable<ListedBlob>
}

const TYPES: Record<string, string> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  json: 'application/json',
  csv: 'text/csv',
  zip: 'application/zip',
  bin: 'application/octet-stream',
}

// No dot except before the ending, so no `..`, no hidden files; lower case, because some disks fold case.
const KEY = /^(?:[a-z0-9][a-z0-9_-]{0,79}\/){0,5}[a-z0-9][a-z0-9_-]{0,79}\.([a-z0-9]{2,4})$/

/** The type that a key's ending says, or null if the string is no key. */
export function typeOfKey(key: string): string | null {
  const ending = key.length <= 200 ? KEY.exec(key)?.[1] : undefined
  return (ending && Object.hasOwn(TYPES, ending) && TYPES[ending]) || null
}

/** @throws Error unless `key` is one and its ending agrees with `type`. */
export function checkKey(key: string, type: string): void {
  const said = typeOfKey(key)
  if (said === null) throw new Error(`"${key}" cannot be the key of a blob.`)
  if (said !== type) throw new Error(`The blob ${key} cannot be ${type}: its ending says ${said}.`)
}

/** What of `size` bytes a range covers, or null if that is nothing (RFC 9110, 14.1.2). */
export function resolveRange(range: ByteRange | undefined, size: number): { start: number; end: number } | null {
  const asked = range?.start ?? 0
  const start = asked < 0 ? Math.max(0, size + asked) : asked
  const end = Math.min(range?.end ?? size - 1, size - 1)
  return start <= end ? { start, end } : null
}

/** A stream of nothing. */
export const nothing = (): Readable => Readable.from([])
