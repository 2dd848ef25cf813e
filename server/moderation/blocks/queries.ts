import type { Read, Tx } from '../../storage/index.ts'
import type { IpBlockRow } from '../rows/queries.ts'

/** The block of a mail domain, or of one that it belongs to. @param domains the domain and its parents. */
export const emailBlockOf = (read: Read, domains: string[]) => read<{ id: number }>`
  select id from email_domain_blocks where domain = any(${domains}::text[]) and deleted_at is null limit 1`

export const noteEmailBlockUse = (tx: Tx, blockId: number, ipHash: Buffer, now: Date) => tx`
  insert into email_domain_block_uses as u (block_id, day, ip_hash)
  values (${blockId}, (${now}::timestamptz at time zone 'UTC')::date, ${ipHash})
  on conflict (block_id, day, ip_hash) do update set attempts = u.attempts + 1`

export const purgeEmailBlockUses = (tx: Tx, now: Date) => tx`
  delete from email_domain_block_uses where day < (${now}::timestamptz at time zone 'UTC')::date - 7`

export interface UseRow {
  readonly block_id: number
  /** Days ago, UTC. */
  readonly ago: number
  readonly attempts: number
  readonly addresses: number
}

export const emailBlockUses = (read: Read, ids: number[], now: Date) => read<UseRow>`
  select block_id, (${now}::timestamptz at time zone 'UTC')::date - day as ago, sum(attempts)::int as attempts,
         count(*)::int as addresses
    from email_domain_block_uses where block_id = any(${ids}::bigint[]) group by block_id, day`

export const canonicalBlocks = (read: Read, hash: string) => read<{ id: number; canonical_email_hash: string }>`
  select id, canonical_email_hash from canonical_email_blocks
   where canonical_email_hash = ${hash} and deleted_at is null order by id desc`

/** Gives back the address of an account whose suspension ended. */
export const endCanonicalBlocksOf = (tx: Tx, accountId: number, now: Date) => tx`
  update canonical_email_blocks set deleted_at = ${now}
   where reference_account_id = ${accountId} and deleted_at is null`

/** Those that hold or will again, when their end is moved. */
export const liveIpBlocks = (read: Read, now: Date) => read<IpBlockRow>`
  select * from ip_blocks where deleted_at is null and (expires_at is null or expires_at > ${now})`

/** A range as the database writes it. */
export const canonicalRange = (read: Read, range: string) => read<{ range: string }>`
  select network(${range}::inet)::text as range`

export const sameRange = (tx: Tx, range: string) => tx<{ id: number }>`
  select id from ip_blocks where ip = ${range}::cidr and deleted_at is null`

/** Whether any of these addresses, or one from which an owner signed in, lies in a range. */
export const locksOut = (tx: Tx, range: string, addresses: string[]) => tx<{ locks: boolean }>`
  select exists (select from unnest(${addresses}::text[]) as given (ip) where given.ip::inet <<= ${range}::inet
                                                                          or ${range}::inet <<= given.ip::inet)
      or exists (select from account_ips i join users u on u.account_id = i.account_id
                   join accounts a on a.id = i.account_id
                  where u.role = 'owner' and a.deleted_at is null and i.ip <<= ${range}::inet) as locks`

export const domainBlocksShown = (read: Read) => read<{
  domain: string
  severity: 'silence' | 'suspend'
  public_comment: string | null
  obfuscate: boolean
}>`
  select domain, severity, public_comment, obfuscate from domain_blocks
   where deleted_at is null and severity <> 'noop' order by severity desc, domain`

/** Blocks that ended are taken back, so that their range may be blocked again. */
export const endExpiredIpBlocks = (tx: Tx, now: Date) => tx`
  update ip_blocks set deleted_at = ${now} where deleted_at is null and expires_at <= ${now}`
