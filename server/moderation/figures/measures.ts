import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { unprocessable } from '../../kit/index.ts'
import { normalizeTag } from '../../posts/index.ts'
import type { Read } from '../../storage/index.ts'
import {
  activeUsers,
  activeUsersInAll,
  type DayRow,
  interactions,
  newUsers,
  openedReports,
  resolvedReports,
  type Span,
  tagPeopleInAll,
  tagUses,
} from './queries.ts'
import type { Measure, MeasureKey, MeasuresWanted } from './schema.ts'
import { DAY_MS, daysOf, spanBefore, spanOf } from './span.ts'

/** How a number is counted, day by day; and in all, where the days do not add up because a person counts once. */
interface Counting {
  byDay(read: Read, span: Span): Promise<DayRow[]>
  inAll?(read: Read, span: Span): Promise<{ value: number }[]>
}

const plain: Partial<Record<MeasureKey, Counting>> = {
  active_users: { byDay: activeUsers, inAll: activeUsersInAll },
  new_users: { byDay: newUsers },
  interactions: { byDay: interactions },
  opened_reports: { byDay: openedReports },
  resolved_reports: { byDay: resolvedReports },
}

const ofTag = (tag: string): Partial<Record<MeasureKey, Counting>> => ({
  tag_uses: { byDay: (read, span) => tagUses(read, span, tag, 'posts') },
  tag_accounts: {
    byDay: (read, span) => tagUses(read, span, tag, 'people'),
    inAll: (read, span) => tagPeopleInAll(read, span, tag),
  },
  // This network is the only one that posts can be from.
  tag_servers: {
    byDay: (read, span) => tagUses(read, span, tag, 'servers'),
    inAll: async (read, span) => [{ value: (await tagUses(read, span, tag, 'servers')).length > 0 ? 1 : 0 }],
  },
})

/** Of other networks there is nothing here before there is federation: truly none. */
const none: Counting = { byDay: async () => [] }

/** Mastodon's measures, from the tables themselves. @throws Problem 403; 422 for a span or a tag that is none. */
export async function measures(app: App, viewer: Viewer, wanted: MeasuresWanted): Promise<Measure[]> {
  await requirePermission(app, viewer, 'view_dashboard')
  const span = spanOf(wanted.start_at, wanted.end_at)
  return await Promise.all(wanted.keys.map((key) => measure(app, key, countingOf(key, wanted), span)))
}

function countingOf(key: MeasureKey, wanted: MeasuresWanted): Counting {
  if (key.startsWith('instance_')) return none
  const counting = plain[key]
  if (counting) return counting
  const { id } = wanted[key as 'tag_uses'] ?? {}
  if (!id) throw unprocessable(`${key} needs ${key}[id]: the number or the name of a tag.`)
  return ofTag(normalizeTag(id))[key]!
}

async function measure({ db }: App, key: MeasureKey, counting: Counting, span: Span): Promise<Measure> {
  const [days, total, previous] = await Promise.all([
    counting.byDay(db.read, span),
    totalOf(db.read, counting, span),
    totalOf(db.read, counting, spanBefore(span)),
  ])
  const values = new Map(days.map((row) => [row.day, row.value]))
  return {
    key,
    unit: key === 'instance_media_attachments' ? 'bytes' : null,
    total: String(total),
    // Mastodon compares only what it counts here.
    ...(key.startsWith('instance_') ? {} : { previous_total: String(previous) }),
    data: Array.from({ length: daysOf(span) }, (_, day) => ({
      date: new Date(span.from.getTime() + day * DAY_MS).toISOString(),
      value: String(values.get(day) ?? 0),
    })),
  }
}

async function totalOf(read: Read, counting: Counting, span: Span): Promise<number> {
  if (counting.inAll) return (await counting.inAll(read, span))[0]!.value
  return (await counting.byDay(read, span)).reduce((sum, row) => sum + row.value, 0)
}
