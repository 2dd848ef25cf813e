import type { App } from '../../app.ts'
import type { Actor, Views } from '../../requests/index.ts'
import type { Tx } from '../../storage/index.ts'
import { isHarmless, LEAST_MULTIPLIER, type Sign, SLEEPLESS_HOURS, signsOf, sleeplessness } from './patterns.ts'
import { addHours, type HourRow, type NewProposal, propose, type Suspect, suspects, writingHours } from './queries.ts'
import { currentRules, type Rules } from './rules.ts'
import { afterLimit } from './tell.ts'
import { saltEnd } from './visitors.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** What is dismissed does not come up again for so long, whatever is seen. */
const DISMISSED_MS = 30 * DAY_MS

/** Of whom a sign is, and since when. */
type Seen = Pick<
  HourRow,
  'subject' | 'account_id' | 'visitor' | 'salt_day' | 'agent' | 'declared' | 'first_at' | 'last_at'
>
type Found = readonly [who: Seen, sign: Sign]

/**
 * Adds what was read to what is known of the last day, and proposes whoever looks like a program. A fixed number of
 * statements, but for those whom a rule limits at once.
 */
export async function gather(app: App, tx: Tx, { actors }: Views): Promise<void> {
  const now = app.now()
  const rows = hoursOf(actors, now.getTime() - DAY_MS)
  if (rows.length === 0) return
  const hours = await addHours(tx, rows)
  const found = [...hours.flatMap(signsIn), ...(await sleepless(tx, hours, now))]
  if (found.length === 0) return
  const rules = await currentRules(tx)
  const wanted = found.filter(([, sign]) => isWanted(rules, sign))
  if (wanted.length === 0) return
  const accountIds = [...new Set(wanted.flatMap(([who]) => who.account_id ?? []))]
  const people = new Map((accountIds.length === 0 ? [] : await suspects(tx, accountIds)).map((one) => [one.id, one]))
  const proposals = strongest(wanted).flatMap((one) => proposalOf(one, people, rules, now))
  if (proposals.length === 0) return
  const written = await propose(tx, proposals, now, new Date(now.getTime() - DISMISSED_MS))
  for (const row of written) {
    const isNew = row.automatic && row.decided_at?.getTime() === now.getTime()
    if (isNew) await afterLimit(app, tx, row, people.get(row.account_id ?? 0) ?? null, null)
  }
}

const isWanted = (rules: Rules, { pattern, score }: Sign): boolean =>
  rules[pattern].mode !== 'off' && score >= rules[pattern].multiplier

/** A stretch of the files may touch two hours, so that a subject shows the same twice. */
function strongest(found: readonly Found[]): Found[] {
  const best = new Map<string, Found>()
  for (const one of found) {
    const key = `${one[1].pattern} ${one[0].subject}`
    if ((best.get(key)?.[1].score ?? 0) < one[1].score) best.set(key, one)
  }
  return [...best.values()].toSorted(([one], [other]) => (one.subject < other.subject ? -1 : 1))
}

/** Staff are left alone; so are bot accounts, where the pattern says no more than that they are bots. */
function proposalOf(
  [who, { pattern, evidence }]: Found,
  people: ReadonlyMap<number, Suspect>,
  rules: Rules,
  now: Date,
): NewProposal[] {
  const person = who.account_id === null ? null : people.get(who.account_id)
  if (person === undefined || (person !== null && person.role !== 'user')) return []
  const declared = isDeclared(who) || person?.bot === true
  if (declared && isHarmless(pattern)) return []
  const { mode, hours } = rules[pattern]
  const end = new Date(now.getTime() + hours * HOUR_MS)
  // A bot account is for a person to judge. What an agent says of itself is no licence to guess passwords.
  const until = mode === 'limit' && person?.bot !== true ? endOf(end, who.salt_day, now) : null
  const { subject, account_id, visitor, salt_day, agent, first_at, last_at } = who
  const seen = { agent, declared, evidence, first_seen_at: first_at, last_seen_at: last_at }
  return [{ subject, pattern, account_id, visitor, salt_day, ...seen, limited_until: until }]
}

/** An address is held until its hash changes at the latest; null: it has changed. */
export function endOf(end: Date, saltDay: string | null, now: Date): Date | null {
  if (saltDay === null) return end
  const last = saltEnd(saltDay)
  if (last <= now) return null
  return last < end ? last : end
}

/** What their agent says, nobody who follows an account can see: it must be a bot account (proposalOf). */
const isDeclared = (who: Seen): boolean => who.account_id === null && who.declared

const signsIn = (row: HourRow): Found[] =>
  signsOf({
    accountId: row.account_id,
    declared: isDeclared(row),
    requests: row.requests,
    refused: row.refused,
    notFound: row.not_found,
    unauthorized: row.unauthorized,
    limited: row.limited,
    writes: row.writes,
    routes: row.routes,
    gaps: row.gaps,
    gapSum: row.gap_sum,
    gapSquares: row.gap_squares,
  }).map((sign) => [row, sign] as const)

/** Who has just written, and did so in nearly every hour of a day. */
async function sleepless(tx: Tx, hours: readonly HourRow[], now: Date): Promise<Found[]> {
  const ids = hours.flatMap((row) => (row.account_id !== null && row.writes > 0 ? row.account_id : []))
  if (ids.length === 0) return []
  const least = Math.ceil(SLEEPLESS_HOURS * LEAST_MULTIPLIER)
  const rows = await writingHours(tx, [...new Set(ids)], new Date(now.getTime() - DAY_MS), least)
  return rows.map(({ account_id, hours, writes, agent, first_at, last_at }) => {
    const subject = { subject: `account ${account_id}`, account_id, visitor: null, salt_day: null }
    return [{ ...subject, agent, declared: false, first_at, last_at }, sleeplessness(hours, writes)] as const
  })
}

/** Each subject and hour once. @param sinceMs what is older than this is past mending. */
export function hoursOf(actors: readonly Actor[], sinceMs: number): HourRow<string>[] {
  const rows = new Map<string, HourRow<string>>()
  for (const actor of actors) {
    for (const row of partsOf(actor)) {
      if (Date.parse(row.last_at) < sinceMs) continue
      const key = `${row.hour} ${row.subject}`
      const before = rows.get(key)
      rows.set(key, before ? together(before, row) : row)
    }
  }
  // Always in the same order, so that two readers wait for each other and do not lock each other out.
  return [...rows.values()].toSorted((one, other) => (one.subject < other.subject ? -1 : 1))
}

const iso = (ms: number): string => new Date(ms).toISOString()
const hourStart = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS
const COUNTS = ['requests', 'refused', 'notFound', 'unauthorized', 'limited'] as const

/**
 * A stretch lasts a minute or so. After the reader stood still it may be hours: then what was asked is spread evenly over
 * them, which can only make somebody look calmer. What was written counts for the last one.
 */
function partsOf(actor: Actor): HourRow<string>[] {
  const first = hourStart(Math.max(actor.firstMs, actor.lastMs - DAY_MS))
  const count = (hourStart(actor.lastMs) - first) / HOUR_MS + 1
  const gaps = Math.max(0, actor.requests - 1)
  const [mean, deviation] = [finite(actor.gapMeanMs), finite(actor.gapDeviationMs)]
  return Array.from({ length: count }, (_, at): HourRow<string> => {
    const isLast = at === count - 1
    const share = (whole: number) => Math.floor(whole / count) + (isLast ? whole % count : 0)
    const [requests, refused, notFound, unauthorized, limited] = COUNTS.map((name) => share(actor[name]))
    const ownGaps = share(gaps)
    return {
      ...subjectOf(actor),
      hour: iso(first + at * HOUR_MS),
      agent: actor.agent,
      declared: actor.kind === 'bot',
      requests: requests!,
      refused: refused!,
      not_found: notFound!,
      unauthorized: unauthorized!,
      limited: limited!,
      writes: isLast ? actor.writes : 0,
      routes: actor.routes,
      gaps: ownGaps,
      gap_sum: ownGaps * mean,
      gap_squares: ownGaps * (mean ** 2 + deviation ** 2),
      first_at: iso(Math.max(actor.firstMs, first + at * HOUR_MS)),
      last_at: iso(Math.min(actor.lastMs, first + (at + 1) * HOUR_MS - 1)),
    }
  })
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0)

/** The salt of a hash is that of the day on which the request was made. */
const subjectOf = ({ accountId, visitor, firstMs }: Actor) =>
  accountId !== null
    ? { subject: `account ${accountId}`, account_id: accountId, visitor: null, salt_day: null }
    : { subject: `address ${visitor}`, account_id: null, visitor, salt_day: iso(firstMs).slice(0, 10) }

/** The same account with two agents. */
const together = (one: HourRow<string>, other: HourRow<string>): HourRow<string> => ({
  ...one,
  agent: other.requests > one.requests ? other.agent : one.agent,
  declared: one.declared && other.declared,
  requests: one.requests + other.requests,
  refused: one.refused + other.refused,
  not_found: one.not_found + other.not_found,
  unauthorized: one.unauthorized + other.unauthorized,
  limited: one.limited + other.limited,
  writes: one.writes + other.writes,
  routes: Math.max(one.routes, other.routes),
  gaps: one.gaps + other.gaps,
  gap_sum: one.gap_sum + other.gap_sum,
  gap_squares: one.gap_squares + other.gap_squares,
  first_at: one.first_at < other.first_at ? one.first_at : other.first_at,
  last_at: one.last_at > other.last_at ? one.last_at : other.last_at,
})
