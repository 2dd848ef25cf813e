import Type, { type Static } from 'typebox'
import { Limit, PageQuery } from '../../http/index.ts'
import { Nullable } from '../schema.ts'

const JobState = Type.Union([Type.Literal('waiting'), Type.Literal('future'), Type.Literal('parked')])
const listener = Type.String({ minLength: 1, maxLength: 100 })

/** A piece of work that a listener does later. */
export const JobView = Type.Object({
  id: Type.String(),
  listener: Type.String(),
  /** The signal that left it; null when its listener is gone (a plugin that was taken out). */
  fact: Nullable(Type.String()),
  /** waiting: due; future: its time has not come, for its first or its next try; parked: given up, until a hand helps. */
  state: JobState,
  /** How often it was tried, in vain. */
  tries: Type.Integer(),
  /** When it runs next; null while it is parked. */
  run_at: Nullable(Type.String()),
  parked_at: Nullable(Type.String()),
  last_error: Nullable(Type.String()),
  created_at: Type.String(),
  /** The fact as JSON text, cut short; a cut one ends with an ellipsis. */
  payload: Type.String(),
})
export type JobView = Static<typeof JobView>

export const JobsQuery = Type.Object({
  ...PageQuery(40, 200).properties,
  state: Type.Optional(JobState),
  listener: Type.Optional(listener),
})

const counts = {
  waiting: Type.Integer(),
  future: Type.Integer(),
  parked: Type.Integer(),
  /** Of those that wait or whose time has not come: tried already, in vain. */
  failing: Type.Integer(),
  /** Seconds since the first of those that wait was due; null when none waits. */
  oldest_waiting_seconds: Nullable(Type.Integer()),
}
export const JobsSummary = Type.Object({
  ...counts,
  listeners: Type.Array(Type.Object({ listener: Type.String(), fact: Nullable(Type.String()), ...counts })),
})
export type JobsSummary = Static<typeof JobsSummary>

export const RetryJobs = Type.Object({ listener: Type.Optional(listener) })
/** How many are tried again. */
export const Retried = Type.Object({ retried: Type.Integer() })

const UnsentState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('sending'),
  Type.Literal('failed'),
  Type.Literal('unknown'),
  Type.Literal('bounced'),
])

/** A mail that has not arrived, or not yet; never its words. */
export const MailView = Type.Object({
  id: Type.String(),
  /** `module.what-for`. */
  template: Type.String(),
  to: Type.String(),
  subject: Type.String(),
  /** failed: given up; unknown: it may or may not have arrived; bounced: it was taken, and came back. */
  state: UnsentState,
  tries: Type.Integer(),
  last_error: Nullable(Type.String()),
  created_at: Type.String(),
  /** Only of a mail that waits. */
  next_try_at: Nullable(Type.String()),
  /** It may be sent again, or at once: it waits, or nobody knows whether it arrived. */
  retriable: Type.Boolean(),
})
export type MailView = Static<typeof MailView>

export const MailsQuery = Type.Object({ ...PageQuery(40, 200).properties, state: Type.Optional(UnsentState) })

/** How many mails there are of each state, for a month after they were written. */
export const MailsSummary = Type.Object({
  waiting: Type.Integer(),
  sending: Type.Integer(),
  sent: Type.Integer(),
  failed: Type.Integer(),
  unknown: Type.Integer(),
  bounced: Type.Integer(),
})
export type MailsSummary = Static<typeof MailsSummary>

/** An address that mail is kept from. */
export const Suppression = Type.Object({
  id: Type.String(),
  address: Type.String(),
  /** bounced: it gets no mail at all; otherwise only what it asks for itself. */
  reason: Type.Union([Type.Literal('bounced'), Type.Literal('complained'), Type.Literal('unsubscribed')]),
  detail: Type.String(),
  suppressed_at: Type.String(),
})
export type Suppression = Static<typeof Suppression>

export const SuppressionsQuery = Type.Object({
  limit: Limit(40, 200),
  offset: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0, clamp: true }),
})
export const SuppressionParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) })
