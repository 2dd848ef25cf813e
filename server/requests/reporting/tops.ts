import type { TopOfWhole, Tops } from '../reading/traffic.ts'

/** The most frequent of a whole range: the hours' lists put together. `site`: the hosts of the referrers. */
export type TopList = Readonly<Record<TopOfWhole | 'site', readonly TopEntry[]>>

export interface TopEntry {
  readonly label: string
  requests: number
  /** By how much at most `requests` is too high. */
  tooMany: number
}

/** So many are kept of each. */
const KEPT = 100

export function topLists(tops: readonly Tops[]): TopList {
  const of = (kind: TopOfWhole, name = (label: string) => label): TopEntry[] => {
    const all = new Map<string, TopEntry>()
    for (const { entries } of tops.filter((one) => one.of === kind)) {
      for (const [text, requests, error] of entries) {
        const label = name(text)
        const entry = all.get(label) ?? { label, requests: 0, tooMany: 0 }
        entry.requests += requests
        entry.tooMany += error
        all.set(label, entry)
      }
    }
    return [...all.values()].sort((a, b) => b.requests - a.requests || (a.label < b.label ? -1 : 1)).slice(0, KEPT)
  }
  return {
    path: of('path'),
    agent: of('agent'),
    // Their queries may hold what is nobody's business, and make every address another.
    referrer: of('referrer', (label) => label.replace(/[?#].*$/s, '')),
    site: of('referrer', (label) => URL.parse(label)?.host || label),
    visitor: of('visitor'),
    account: of('account'),
    error: of('error'),
  }
}
