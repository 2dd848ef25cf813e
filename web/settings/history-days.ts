/** The entries of the history under their days, as the person's own clock has them. */
import type { HistoryEntry } from '../../server/history/schema.ts'

export interface KeptEntry extends Pick<HistoryEntry, 'id' | 'kind' | 'at' | 'tag'> {
  readonly statusId: string | null
  readonly accountId: string | null
}

export interface DayOf<T> {
  readonly key: string
  /** Its first and its last millisecond. */
  readonly from: Date
  readonly until: Date
  readonly entries: readonly T[]
}

/** @param entries newest first. */
export function daysOf<T extends { readonly at: string }>(entries: readonly T[]): DayOf<T>[] {
  const days = new Map<string, { from: Date; entries: T[] }>()
  for (const entry of entries) {
    const from = new Date(entry.at)
    from.setHours(0, 0, 0, 0)
    const key = String(from.getTime())
    const day = days.get(key) ?? { from, entries: [] }
    day.entries.push(entry)
    days.set(key, day)
  }
  return [...days].map(([key, day]) => {
    const until = new Date(day.from)
    until.setDate(until.getDate() + 1)
    return { key, ...day, until: new Date(until.getTime() - 1) }
  })
}
