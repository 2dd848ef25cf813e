import type { Role } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'

const mayAct = (read: Read) => read`
  a.deleted_at is null and a.suspended_at is null and u.disabled_at is null
  and u.confirmed_at is not null and u.approved_at is not null`

/** The role of somebody who may act; no row for everybody else. */
export const staffRole = (read: Read, accountId: number) => read<{ role: Role }>`
  select u.role from accounts a join users u on u.account_id = a.id where a.id = ${accountId} and ${mayAct(read)}`

export const lockStaff = (tx: Tx, accountId: number) => tx<{ role: Role }>`
  select u.role from accounts a join users u on u.account_id = a.id
   where a.id = ${accountId} and ${mayAct(tx)} for share of a`

/** All that decides what may be done to an account, and what is done to it already. */
export interface Standing {
  readonly id: number
  readonly username: string
  readonly role: Role
  readonly email: string | null
  readonly suspended_at: Date | null
  readonly silenced_at: Date | null
  readonly sensitized_at: Date | null
  readonly disabled_at: Date | null
  readonly confirmed_at: Date | null
  readonly approved_at: Date | null
  readonly deleted_at: Date | null
  /** False for imported accounts, which nobody can sign in to. */
  readonly has_person: boolean
}

/** Locks the account, so that one moderator's decision comes after the other's. */
export const lockStanding = (tx: Tx, accountId: number) => tx<Standing>`
  select a.id, a.username, coalesce(u.role, 'user') as role, u.email, a.suspended_at, a.silenced_at, a.sensitized_at,
         u.disabled_at, u.confirmed_at, u.approved_at, a.deleted_at, u.account_id is not null as has_person
    from accounts a left join users u on u.account_id = a.id where a.id = ${accountId} for update of a`

export const updateStanding = (
  tx: Tx,
  accountId: number,
  column: 'suspended_at' | 'silenced_at' | 'sensitized_at',
  since: Date | null,
) => tx`update accounts set ${tx({ [column]: since }, column)} where id = ${accountId}`

export const updateDisabled = (tx: Tx, accountId: number, since: Date | null) => tx`
  update users set disabled_at = ${since} where account_id = ${accountId}`

export const updateRole = (tx: Tx, accountId: number, role: Role) => tx`
  update users set role = ${role} where account_id = ${accountId}`

/** Gives back what a sign-up that nobody let in had claimed. */
export const releaseClaims = async (tx: Tx, accountId: number): Promise<void> => {
  await tx`delete from username_claims where account_id = ${accountId}`
  await tx`delete from email_claims where account_id = ${accountId}`
}

export const upsertIp = (tx: Tx, accountId: number, ip: string, now: Date) => tx`
  insert into account_ips (account_id, ip, used_at) values (${accountId}, ${ip}::inet, ${now})
  on conflict (account_id, ip) do update set used_at = excluded.used_at`

/** The addresses of accounts that are gone, and those not used since. */
export const purgeIps = (tx: Tx, before: Date) => tx`
  delete from account_ips i using accounts a
   where a.id = i.account_id and (i.used_at < ${before} or a.deleted_at is not null)`
