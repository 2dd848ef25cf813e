import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'

export interface NewEntry {
  readonly actor_id: number | null
  readonly action: string
  readonly target_type: string
  readonly target_id: number | null
  readonly details: object
  readonly created_at: Date
}

/** The database chains it to the entry before it (migrations/202611240311_audit_log.sql). */
export const insertEntry = (tx: Tx, entry: NewEntry) => tx`
  insert into audit_log (actor_id, action, target_type, target_id, details, created_at)
  values (${entry.actor_id}, ${entry.action}, ${entry.target_type}, ${entry.target_id},
          ${tx.json(entry.details)}::jsonb, ${entry.created_at})`

export interface EntryRow {
  readonly id: number
  readonly site: number
  readonly sequence: number
  readonly created_at: Date
  readonly actor_id: number | null
  readonly action: string
  readonly target_type: string
  readonly target_id: number | null
  readonly details: Record<string, unknown>
  readonly hash: string
}

export interface EntryFilter {
  readonly actorId: number | null
  readonly action: string | null
  readonly targetType: string | null
  readonly targetId: number | null
}

export const listEntries = (read: Read, page: Page, filter: EntryFilter) => read<EntryRow>`
  select id, site, sequence, created_at, actor_id, action, target_type, target_id, details, encode(hash, 'hex') as hash
    from audit_log
   where id < ${page.below} and id > ${page.above}
     and (${filter.actorId}::bigint is null or actor_id = ${filter.actorId})
     and (${filter.action}::text is null or action = ${filter.action})
     and (${filter.targetType}::text is null or target_type = ${filter.targetType})
     and (${filter.targetId}::bigint is null or target_id = ${filter.targetId})
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export interface ChainRow {
  readonly site: number
  readonly sequence: number
  readonly hash: string
  readonly previous_hash: string
  /** The parts that were hashed, as the database wrote them. */
  readonly parts: string[]
}

/** In the order of the chain, some at a time. Index: audit_log_chain. */
export const chainRows = (read: Read, site: number, after: number, limit: number) => read<ChainRow>`
  select site, sequence, encode(hash, 'hex') as hash, encode(previous_hash, 'hex') as previous_hash,
         array[id::text, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
               coalesce(actor_id, 0)::text, action, target_type, coalesce(target_id, 0)::text, details::text] as parts
    from audit_log where site = ${site} and sequence > ${after} order by sequence limit ${limit}`

export const chainSites = (read: Read) => read<{ site: number }>`select distinct site from audit_log order by site`
