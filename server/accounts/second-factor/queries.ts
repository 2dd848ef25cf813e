import type { Read, Tx } from '../../storage/index.ts'
import type { CredentialRow } from '../queries.ts'

export interface FactorRow {
  /** Sealed (secret.ts). */
  readonly secret: Buffer
  readonly since: Date
  /** Recovery codes that still work. */
  readonly codes: number
}

/** No row where there is no second factor. */
export const factorRow = (read: Read, accountId: number) => read<FactorRow>`
  select f.secret, f.since,
         (select count(*)::int from recovery_codes c where c.account_id = f.account_id and c.used_at is null) as codes
    from second_factors f where f.account_id = ${accountId} and f.secret is not null`

/** @returns no row when there is one already. */
export const turnOn = (tx: Tx, accountId: number, secret: Buffer, now: Date) => tx`
  insert into second_factors as f (account_id, secret, since) values (${accountId}, ${secret}, ${now})
  on conflict (account_id) do update set secret = excluded.secret, since = excluded.since where f.secret is null
  returning account_id`

/** @returns no row when there was none. */
export const turnOff = (tx: Tx, accountId: number) => tx`
  update second_factors set secret = null, since = null where account_id = ${accountId} and secret is not null
  returning account_id`

/** @returns no row when a code of this step or a later one was accepted before; of two at once, one gets it. */
export const advanceStep = (tx: Tx, accountId: number, step: number) => tx`
  insert into second_factor_steps as s (account_id, step) values (${accountId}, ${step})
  on conflict (account_id) do update set step = excluded.step where s.step < excluded.step
  returning account_id`

export const insertRecoveryCodes = (tx: Tx, accountId: number, hashes: Buffer[], now: Date) => tx`
  insert into recovery_codes ${tx(hashes.map((hash) => ({ hash, account_id: accountId, created_at: now })))}`

/** @returns no row when there is no such code or it was used before; of two at once, one gets it. */
export const useRecoveryCode = (tx: Tx, hash: Buffer, now: Date) => tx`
  update recovery_codes set used_at = ${now} where hash = ${hash} and used_at is null returning hash`

export const voidRecoveryCodes = (tx: Tx, accountId: number, now: Date) => tx`
  update recovery_codes set used_at = ${now} where account_id = ${accountId} and used_at is null`

export const credentialsById = (read: Read, accountId: number) => read<CredentialRow>`
  select a.id, a.username, u.password_hash, u.role, u.confirmed_at is not null as confirmed,
         u.approved_at is not null as approved,
         (a.suspended_at is not null or u.disabled_at is not null) as suspended,
         exists (select from second_factors f where f.account_id = a.id and f.secret is not null) as second_factor
    from accounts a join users u on u.account_id = a.id
   where a.id = ${accountId} and a.deleted_at is null`

/** @returns how many went; the caller comes again while it is `most`. */
export const purgeRecoveryCodes = async (tx: Tx, before: Date, most: number): Promise<number> =>
  (
    await tx`delete from recovery_codes where hash in (
      select hash from recovery_codes where used_at < ${before} limit ${most})`
  ).count
