import Type, { type Static } from 'typebox'
import { Nullable } from '../schema.ts'

export const TrafficRange = Type.Union([
  Type.Literal('15m'),
  Type.Literal('1h'),
  Type.Literal('24h'),
  Type.Literal('7d'),
  Type.Literal('30d'),
])
export type TrafficRange = Static<typeof TrafficRange>

export const TrafficQuery = Type.Object({
  range: Type.Optional(TrafficRange),
  kind: Type.Optional(Type.Union([Type.Literal('person'), Type.Literal('bot')])),
  /** Of one route only; both are given, or neither. */
  method: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  /** The pattern, as `routes` has it; empty: where none matched. */
  route: Type.Optional(Type.String({ maxLength: 300 })),
})
export type TrafficQuery = Static<typeof TrafficQuery>

const figures = {
  requests: Type.Integer(),
  /** Answered with 500 and above. */
  errors: Type.Integer(),
  /** Milliseconds, right within 1 %; null where nothing was timed. */
  p50_ms: Nullable(Type.Number()),
  p95_ms: Nullable(Type.Number()),
  p99_ms: Nullable(Type.Number()),
}

/** What the requests of a stretch of time come to, as the readers of the request files know it. */
export const TrafficReport = Type.Object({
  range: TrafficRange,
  from: Type.String(),
  /** When it was asked. */
  until: Type.String(),
  step_seconds: Type.Integer(),
  /** on: this server writes and reads; write: somebody else reads; off: nothing new comes. */
  mode: Type.Union([Type.Literal('on'), Type.Literal('write'), Type.Literal('off')]),
  /** When a reader last stored what it had read; null when none ever did. */
  read_at: Nullable(Type.String()),
  total: Type.Object({
    ...figures,
    bytes: Type.Integer(),
    /** Distinct, right within some 2 %; null of one route, where nobody counts them. */
    visitors: Nullable(Type.Integer()),
  }),
  /** Every step from the first to the one that goes on, also those without a request. */
  times: Type.Array(Type.Object({ at: Type.String(), ...figures, people: Type.Integer(), bots: Type.Integer() })),
  /** By status; `requests` has one number for each of `times`. */
  statuses: Type.Array(Type.Object({ status: Type.Integer(), requests: Type.Array(Type.Integer()) })),
  /** The busiest, the slowest and those with the most errors, the busiest first; whatever route is asked for. */
  routes: Type.Array(Type.Object({ method: Type.String(), route: Type.String(), ...figures })),
  /** The most frequent of all requests, of whatever kind and route: `requests` is too high by `error` at most. */
  agents: Type.Array(Type.Object({ agent: Type.String(), requests: Type.Integer(), error: Type.Integer() })),
})
export type TrafficReport = Static<typeof TrafficReport>
