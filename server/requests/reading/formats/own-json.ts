import { MOST_POSTS, type Row } from '../row.ts'
import type { OwnFormat } from './own.ts'

const METHOD = /^[A-Z-]{1,20}$/
const VISITOR = /^[0-9a-f]{16}$/

/** A record of ours that is JSON, but not written as `lineOf` writes: the slow way, to the same row. */
export function fromJson(buffer: Buffer, start: number, end: number, row: Row, format: OwnFormat): void {
  let value: unknown
  try {
    value = JSON.parse(buffer.toString('utf8', start, end))
  } catch {
    row.refused = 'not JSON'
    return
  }
  const record = (typeof value === 'object' ? value : null) as Record<string, unknown> | null
  row.refused = record === null ? 'not a record' : fill(record, row, format)
}

/** @returns what is wrong; '' when nothing is. */
function fill(record: Record<string, unknown>, row: Row, format: OwnFormat): string {
  const { at, kind, method, route, status, us, bytes, visitor, agent } = record
  if (!whole(at) || at < 1e12 || at >= 1e13) return 'at is no time'
  if (kind !== 'person' && kind !== 'bot') return 'kind is neither person nor bot'
  if (typeof method !== 'string' || !METHOD.test(method)) return 'method is none'
  if (!clean(route) || !clean(agent)) return 'route or agent is no plain text'
  if (!whole(status) || status < 100 || status > 999) return 'status is none'
  if ((us !== null && !whole(us)) || !whole(bytes)) return 'us or bytes is no whole number'
  if (typeof visitor !== 'string' || !VISITOR.test(visitor)) return 'visitor is no hash'
  row.at = at
  row.status = status
  row.us = us ?? -1
  row.bytes = bytes
  row.visitorHigh = Number.parseInt(visitor.slice(0, 8), 16)
  row.visitorLow = Number.parseInt(visitor.slice(8), 16)
  row.series = format.seriesOf(Buffer.from(`${kind}","method":"${method}","route":"${route}","status":${status}`))
  row.agent = format.agentOf(Buffer.from(agent))
  if (row.series < 0 || row.agent < 0) return 'too many different routes or agents'
  return about(record, row)
}

function about({ account, post, profile, posts }: Record<string, unknown>, row: Row): string {
  for (const id of [account, post, profile]) if (id !== undefined && !whole(id)) return 'an id is no whole number'
  row.account = (account as number | undefined) ?? -1
  row.post = (post as number | undefined) ?? -1
  row.profile = (profile as number | undefined) ?? -1
  row.postCount = row.tagStart = row.tagEnd = row.visitorStart = row.visitorEnd = 0
  if (posts === undefined) return ''
  if (!Array.isArray(posts) || !posts.every(whole)) return 'posts is no list of ids'
  for (const id of posts.slice(0, MOST_POSTS)) row.posts[row.postCount++] = id
  return ''
}

const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const clean = (value: unknown): value is string => typeof value === 'string' && /^[^"\\\p{Cc}]{0,200}$/u.test(value)
