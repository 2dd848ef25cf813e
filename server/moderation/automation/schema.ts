import Type, { type Static } from 'typebox'
import { Account } from '../../accounts/index.ts'
import { PageQuery } from '../../http/index.ts'
import { Nullable } from '../schema.ts'
import { LEAST_MULTIPLIER, PATTERNS, type Pattern } from './patterns.ts'

const word = <const T extends readonly string[]>(...words: T) =>
  Type.Union(words.map((one) => Type.Literal(one))) as unknown as Type.TUnsafe<T[number]>

const PatternWord = word(...PATTERNS)
const StateWord = word('open', 'limited', 'dismissed')

const count = Type.Optional(Type.Integer())
/** The numbers that speak for a pattern, of one hour (sleepless: of a day). */
const EvidenceView = Type.Object({
  requests: count,
  gap_mean_ms: count,
  gap_deviation_ms: count,
  writes: count,
  hours: count,
  limited: count,
  not_found: count,
  routes: count,
  refused: count,
})

/** An account or an address that looks automated. */
export const AutomationProposal = Type.Object({
  id: Type.String(),
  pattern: PatternWord,
  state: StateWord,
  /** One of account and visitor is null: the hash of an address, which lives for a day. */
  account: Nullable(Account),
  visitor: Nullable(Type.String()),
  /** The address itself, as long as this server has it in memory; for those who may block it. */
  address: Nullable(Type.String()),
  /** What they say that they are: a browser, an app. */
  agent: Type.String(),
  /** They say that they are a program, or are a bot account. */
  declared: Type.Boolean(),
  evidence: EvidenceView,
  first_seen_at: Type.String(),
  last_seen_at: Type.String(),
  /** Whether it can still be limited: an address only on its own day. */
  limitable: Type.Boolean(),
  limited_until: Nullable(Type.String()),
  /** Limited by a rule. */
  automatic: Type.Boolean(),
  decided_by: Nullable(Account),
  decided_at: Nullable(Type.String()),
})
export type AutomationProposal = Static<typeof AutomationProposal>

export const ProposalsQuery = Type.Object({
  ...PageQuery(40, 200).properties,
  state: Type.Optional(StateWord),
  pattern: Type.Optional(PatternWord),
})

/** Of a limit; an address is limited until its hash changes at the latest. */
const hours = Type.Integer({ minimum: 1, maximum: 720 })
export const NewLimit = Type.Object({ hours: Type.Optional(hours) })

const fields = {
  mode: word('off', 'propose', 'limit'),
  hours,
  multiplier: Type.Number({ minimum: LEAST_MULTIPLIER, maximum: 10 }),
}
const Rule = Type.Object(fields)
const ChangedRule = Type.Optional(Type.Partial(Type.Object(fields)))

const forEach = <T extends Type.TSchema>(schema: T) =>
  Object.fromEntries(PATTERNS.map((pattern) => [pattern, schema])) as Record<Pattern, T>

export const AutomationRules = Type.Object(forEach(Rule))
export type AutomationRules = Static<typeof AutomationRules>
export const ChangedAutomationRules = Type.Object(forEach(ChangedRule))
export type ChangedAutomationRules = Static<typeof ChangedAutomationRules>
