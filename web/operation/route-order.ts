/** In which order routes stand. */
import type { TrafficReport } from '../../server/moderation/operation/traffic-schema.ts'

type Row = TrafficReport['routes'][number]

export const orders = ['busiest', 'slowest', 'failing'] as const
export type Order = (typeof orders)[number]

const MOST = 25
const weights: Readonly<Record<Order, (row: Row) => number>> = {
  busiest: ({ requests }) => requests,
  slowest: ({ p95_ms }) => p95_ms ?? 0,
  failing: ({ errors }) => errors,
}

/** Those that the order is about, the most first. */
export function ordered(rows: readonly Row[], order: Order): Row[] {
  const weight = weights[order]
  return rows
    .filter((row) => weight(row) > 0)
    .toSorted((a, b) => weight(b) - weight(a) || b.requests - a.requests)
    .slice(0, MOST)
}

const nameOf = ({ method, route }: Row): string => `${method} ${route}`

/** The newer figures in the places of the older; what is new comes last, what is gone leaves. */
export function steady(before: readonly Row[], now: readonly Row[]): Row[] {
  const places = new Map(before.map((row, place) => [nameOf(row), place]))
  const placeOf = (row: Row) => places.get(nameOf(row)) ?? before.length
  return now.toSorted((a, b) => placeOf(a) - placeOf(b))
}
