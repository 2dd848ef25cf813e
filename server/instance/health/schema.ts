import Type, { type Static } from 'typebox'

const State = Type.Union([Type.Literal('ok'), Type.Literal('warn'), Type.Literal('bad')])
const Grave = Type.Union([Type.Literal('warn'), Type.Literal('bad')])
const Int = Type.Integer()
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const problem = <const C extends string, const V extends Type.TProperties>(code: C, values: V) =>
  Type.Object({ code: Type.Literal(code), state: Grave, ...values })

/** What is wrong, as a code with its values: the words are the client's, in the language of whoever reads. */
export const HealthProblem = Type.Union([
  problem('database_slow', { milliseconds: Type.Number() }),
  problem('connections_nearly_used', { connections: Int, max: Int }),
  problem('disk_low', { free_bytes: Int, percent: Type.Number() }),
  problem('heap_nearly_full', { used_bytes: Int, limit_bytes: Int }),
  problem('event_loop_slow', { milliseconds: Type.Number() }),
  problem('server_errors', { errors: Int, requests: Int, percent: Type.Number() }),
  problem('records_dropped', { count: Int }),
  problem('jobs_parked', { count: Int }),
  problem('jobs_late', { seconds: Int }),
  problem('mails_late', { seconds: Int }),
  problem('mails_failed', { count: Int, of: Int }),
  problem('mail_to_files', {}),
])
export type HealthProblem = Static<typeof HealthProblem>

/** Each part has the state of its gravest problem. */
const part = <const V extends Type.TProperties>(values: V) =>
  Type.Object({ state: State, problems: Type.Array(HealthProblem), ...values })

const traffic = {
  requests: Int,
  /** Answers of 500 and above. */
  errors: Int,
  /** Milliseconds, right within a tenth; null without a request. */
  p50_ms: Nullable(Type.Number()),
  p99_ms: Nullable(Type.Number()),
}

/** How the server is at this moment. */
export const HealthReport = Type.Object({
  /** The gravest of all parts. */
  state: State,
  measured_at: Type.String(),
  server: part({
    version: Type.String(),
    node_version: Type.String(),
    started_at: Type.String(),
    uptime_seconds: Int,
  }),
  database: part({
    version: Type.String(),
    size_bytes: Int,
    connections: Int,
    max_connections: Int,
    round_trip_ms: Type.Number(),
  }),
  /** Where the data folder is. */
  disk: part({ free_bytes: Int, total_bytes: Int }),
  memory: part({ rss_bytes: Int, heap_used_bytes: Int, heap_limit_bytes: Int }),
  event_loop: part({
    /** Of the last minute or two; null in the first moments. */
    delay_p99_ms: Nullable(Type.Number()),
  }),
  streams: part({ open: Int }),
  requests: part({
    /** The last five minutes together, or those since the start. */
    ...traffic,
    per_minute: Type.Number(),
    /** Records of them in files since the start, and those that could not be written; null where none are wanted. */
    recorded: Nullable(Int),
    not_recorded: Nullable(Int),
    /** The last fifteen, the newest (which goes on) last. */
    minutes: Type.Array(Type.Object({ at: Type.String(), ...traffic })),
  }),
  jobs: part({ waiting: Int, future: Int, parked: Int, failing: Int, oldest_waiting_seconds: Nullable(Int) }),
  mail: part({
    transport: Type.Union([Type.Literal('smtp'), Type.Literal('files')]),
    waiting: Int,
    oldest_waiting_seconds: Nullable(Int),
    /** Written within a day and given up, or of unknown fate. */
    failed_last_day: Int,
  }),
  network: part({
    registration: Type.Union([
      Type.Literal('open'),
      Type.Literal('approval'),
      Type.Literal('invite'),
      Type.Literal('closed'),
    ]),
    people: Int,
    /** Posted or signed in within four weeks. */
    active_month: Int,
  }),
})
export type HealthReport = Static<typeof HealthReport>
