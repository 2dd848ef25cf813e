import type { Page, Role } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'
import type { Evidence, Pattern } from './patterns.ts'

/** One subject in one hour, as `automation_hours` has it; times as text going in, as dates coming out. */
export interface HourRow<Time = Date> {
  readonly subject: string
  readonly hour: Time
  readonly account_id: number | null
  readonly visitor: string | null
  /** `2026-11-23`, UTC. */
  readonly salt_day: string | null
  readonly agent: string
  readonly declared: boolean
  readonly requests: number
  readonly refused: number
  readonly not_found: number
  readonly unauthorized: number
  readonly limited: number
  readonly writes: number
  readonly routes: number
  readonly gaps: number
  readonly gap_sum: number
  readonly gap_squares: number
  readonly first_at: Time
  readonly last_at: Time
}

/** Adds to what is known of these hours. @param rows each subject and hour once. @returns those hours as they are now. */
export const addHours = (tx: Tx, rows: readonly HourRow<string>[]) => tx<HourRow>`
  insert into automation_hours as h
         (subject, hour, account_id, visitor, salt_day, agent, declared, requests, refused, not_found, unauthorized,
          limited, writes, routes, gaps, gap_sum, gap_squares, first_at, last_at)
  select * from jsonb_to_recordset(${tx.json(rows)}::jsonb) as r
         (subject text, hour timestamptz, account_id bigint, visitor text, salt_day date, agent text, declared boolean,
          requests int, refused int, not_found int, unauthorized int, limited int, writes int, routes int, gaps int,
          gap_sum float8, gap_squares float8, first_at timestamptz, last_at timestamptz)
  on conflict (subject, hour) do update
     set agent = excluded.agent, declared = h.declared and excluded.declared, requests = h.requests + excluded.requests,
         refused = h.refused + excluded.refused, not_found = h.not_found + excluded.not_found,
         unauthorized = h.unauthorized + excluded.unauthorized, limited = h.limited + excluded.limited,
         writes = h.writes + excluded.writes, routes = greatest(h.routes, excluded.routes),
         gaps = h.gaps + excluded.gaps, gap_sum = h.gap_sum + excluded.gap_sum,
         gap_squares = h.gap_squares + excluded.gap_squares, first_at = least(h.first_at, excluded.first_at),
         last_at = greatest(h.last_at, excluded.last_at)
  returning subject, hour, account_id, visitor, salt_day::text as salt_day, agent, declared, requests, refused,
            not_found, unauthorized, limited, writes, routes, gaps, gap_sum, gap_squares, first_at, last_at`

/** In how many hours since then these accounts wrote something, those who do so in hardly any left out. */
export const writingHours = (tx: Tx, accountIds: number[], since: Date, least: number) => tx<{
  account_id: number
  hours: number
  writes: number
  agent: string
  first_at: Date
  last_at: Date
}>`
  select account_id, count(*)::int as hours, sum(writes)::int as writes, max(agent) as agent,
         min(first_at) as first_at, max(last_at) as last_at
    from automation_hours
   where subject = any(select 'account ' || id from unnest(${accountIds}::bigint[]) id)
     and hour > ${since} and writes > 0
   group by account_id having count(*) >= ${least}`

/** Hours that are over with, and of the others those who did least, so that the table has bounds whoever comes. */
export const purgeHours = (tx: Tx, before: Date, most: number) => tx`
  delete from automation_hours h
   where hour < ${before}
      or (subject, hour) in (select subject, hour
                               from (select subject, hour, row_number() over (partition by hour order by requests desc) as place
                                       from automation_hours) ranked
                              where place > ${most})`

export interface Suspect {
  readonly id: number
  readonly username: string
  readonly bot: boolean
  readonly role: Role
  readonly locale: string | null
  readonly email: string | null
  readonly confirmed_at: Date | null
}

/** Of accounts that are there; those of others are no concern of moderators here. */
export const suspects = (read: Read, ids: number[]) => read<Suspect>`
  select a.id, a.username, a.bot, coalesce(u.role, 'user') as role, u.locale, u.email, u.confirmed_at
    from accounts a left join users u on u.account_id = a.id
   where a.id = any(${ids}::bigint[]) and a.deleted_at is null`

export type State = 'open' | 'dismissed' | 'limited'

export interface ProposalRow {
  readonly id: number
  readonly subject: string
  readonly pattern: Pattern
  readonly account_id: number | null
  readonly visitor: string | null
  readonly salt_day: string | null
  readonly agent: string
  readonly declared: boolean
  readonly evidence: Evidence
  readonly first_seen_at: Date
  readonly last_seen_at: Date
  readonly state: State
  readonly limited_until: Date | null
  readonly automatic: boolean
  readonly decided_by: number | null
  readonly decided_at: Date | null
}

const columns = (read: Read) => read`
  p.id, p.subject, p.pattern, p.account_id, p.visitor, p.salt_day::text as salt_day, p.agent, p.declared, p.evidence,
  p.first_seen_at, p.last_seen_at, p.state, p.limited_until, p.automatic, p.decided_by, p.decided_at`

export interface NewProposal {
  readonly subject: string
  readonly pattern: Pattern
  readonly account_id: number | null
  readonly visitor: string | null
  readonly salt_day: string | null
  readonly agent: string
  readonly declared: boolean
  readonly evidence: Evidence
  readonly first_seen_at: Date
  readonly last_seen_at: Date
  /** Limited by a rule at once; null: proposed. */
  readonly limited_until: Date | null
}

/**
 * Proposes; what is open or limited gets the new evidence, every ten minutes at most, because the table is replicated.
 * What was dismissed stays so for a while, what ended or expired is opened again.
 *
 * @param dismissedBefore when something must have been dismissed to come up again.
 * @returns what was written.
 */
export const propose = (tx: Tx, rows: readonly NewProposal[], now: Date, dismissedBefore: Date) => {
  const live = tx`(p.state = 'limited' and p.limited_until > ${now}::timestamptz)`
  const lasting = tx`(p.state = 'open' or ${live})`
  return tx<ProposalRow>`
    insert into automation_proposals as p
           (subject, pattern, account_id, visitor, salt_day, agent, declared, evidence, first_seen_at, last_seen_at,
            limited_until, state, automatic, decided_at)
    select r.*, case when r.limited_until is null then 'open' else 'limited' end, r.limited_until is not null,
           case when r.limited_until is not null then ${now}::timestamptz end
      from jsonb_to_recordset(${tx.json(rows)}::jsonb) as r
           (subject text, pattern text, account_id bigint, visitor text, salt_day date, agent text, declared boolean,
            evidence jsonb, first_seen_at timestamptz, last_seen_at timestamptz, limited_until timestamptz)
    on conflict (subject, pattern) do update
       set agent = excluded.agent, declared = excluded.declared, evidence = excluded.evidence,
           last_seen_at = excluded.last_seen_at,
           first_seen_at = case when ${lasting} then p.first_seen_at else excluded.first_seen_at end,
           id = case when ${lasting} then p.id else excluded.id end,
           state = case when ${live} then p.state else excluded.state end,
           limited_until = case when ${live} then p.limited_until else excluded.limited_until end,
           automatic = case when ${live} then p.automatic else excluded.automatic end,
           decided_by = case when ${live} then p.decided_by end,
           decided_at = case when ${live} then p.decided_at else excluded.decided_at end
     where case when ${lasting} and (${live} or excluded.state = 'open')
                then p.last_seen_at < excluded.last_seen_at - interval '10 minutes'
                when p.state = 'dismissed' then p.decided_at < ${dismissedBefore}
                else true end
    returning ${columns(tx)}`
}

export const pageOfProposals = (read: Read, page: Page, state: State, pattern: Pattern | null, now: Date) =>
  read<ProposalRow>`
  select ${columns(read)} from automation_proposals p
   where p.state = ${state} and (p.state <> 'limited' or p.limited_until > ${now})
     and (${pattern}::text is null or p.pattern = ${pattern}::text)
     and not exists (select from accounts a where a.id = p.account_id and a.deleted_at is not null)
     and p.id < ${page.below} and p.id > ${page.above}
   order by p.id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

/** For deciding: nobody else decides about it until the end. */
export const lockProposal = (tx: Tx, id: number) => tx<ProposalRow>`
  select ${columns(tx)} from automation_proposals p where p.id = ${id} and p.state <> 'expired' for update`

export const decideProposal = (tx: Tx, id: number, by: number, now: Date, until: Date | null) => tx<ProposalRow>`
  update automation_proposals p
     set state = ${until === null ? 'dismissed' : 'limited'}, limited_until = ${until}::timestamptz, automatic = false,
         decided_by = ${by}, decided_at = ${now}
   where p.id = ${id} returning ${columns(tx)}`

export interface LimitRow {
  readonly account_id: number | null
  readonly visitor: string | null
  readonly until: Date
}

/** Who is limited, and until when: the longest of each. @param subject of one of them; null: all. */
export const limitsNow = (read: Read, subject: string | null, now: Date) => read<LimitRow>`
  select account_id, visitor, max(limited_until) as until from automation_proposals
   where state = 'limited' and limited_until > ${now} and (${subject}::text is null or subject = ${subject}::text)
   group by account_id, visitor`

/** Nobody was seen any more: an account since then; an address, when its hash can be anybody's. */
export const expireProposals = (tx: Tx, before: Date, addressesBefore: Date) => tx`
  update automation_proposals set state = 'expired'
   where state = 'open' and last_seen_at < case when account_id is null then ${addressesBefore}::timestamptz
                                                else ${before}::timestamptz end`

/** Long settled. */
export const purgeProposals = (tx: Tx, before: Date) => tx`
  delete from automation_proposals
   where state <> 'open' and last_seen_at < ${before} and coalesce(limited_until, last_seen_at) < ${before}`

export interface RuleRow {
  readonly pattern: Pattern
  readonly mode: 'off' | 'propose' | 'limit'
  readonly hours: number
  readonly multiplier: number
}

export const ruleRows = (read: Read) => read<RuleRow>`select pattern, mode, hours, multiplier from automation_rules`

export const writeRules = (tx: Tx, rows: readonly RuleRow[]) => tx`
  insert into automation_rules as r (pattern, mode, hours, multiplier)
  select * from jsonb_to_recordset(${tx.json(rows)}::jsonb) as n
                (pattern text, mode text, hours int, multiplier float8)
  on conflict (pattern) do update
     set mode = excluded.mode, hours = excluded.hours, multiplier = excluded.multiplier`
