import { isIP } from 'node:net'
import type { App } from '../../app.ts'
import type { Role } from '../../http/index.ts'
import { notFound } from '../../kit/index.ts'
import { emit } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import { type StandingChange, standingChanged } from '../signals.ts'
import { lockStanding, type Standing, updateDisabled, updateRole, updateStanding, upsertIp } from './queries.ts'

/**
 * Reads an account for deciding about it; nobody else decides about it until the transaction ends.
 *
 * @throws Problem 404 when there is none, or it is deleted.
 */
export async function holdAccount(tx: Tx, accountId: number): Promise<Standing> {
  const [found] = await lockStanding(tx, accountId)
  if (!found || found.deleted_at !== null) throw notFound('There is no such account.')
  return found
}

const columns = {
  suspended: 'suspended_at',
  unsuspended: 'suspended_at',
  silenced: 'silenced_at',
  unsilenced: 'silenced_at',
  sensitized: 'sensitized_at',
  unsensitized: 'sensitized_at',
  disabled: 'disabled_at',
  enabled: 'disabled_at',
} as const

const undoes: readonly StandingChange[] = ['unsuspended', 'unsilenced', 'unsensitized', 'enabled']

/** Does nothing to an account of which it is so already: since when it is so stays. @returns whether it changed. */
export async function changeStanding(
  tx: Tx,
  account: Standing,
  change: Exclude<StandingChange, 'role'>,
  now: Date,
): Promise<boolean> {
  const column = columns[change]
  const since = undoes.includes(change) ? null : now
  if ((account[column] === null) === (since === null)) return false
  if (column === 'disabled_at') await updateDisabled(tx, account.id, since)
  else await updateStanding(tx, account.id, column, since)
  await emit(tx, standingChanged, { accountId: account.id, change })
  return true
}

/** Gives an account another role. */
export async function changeRole(tx: Tx, account: Standing, role: Role): Promise<void> {
  await updateRole(tx, account.id, role)
  await emit(tx, standingChanged, { accountId: account.id, change: 'role' })
}

/** An address in the one way in which it is kept: IPv4 in its own form, without the zone of a link. Null when it is none. */
export function plainIp(ip: string): string | null {
  const plain = ip.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
  return isIP(plain) === 0 ? null : plain
}

/** Remembers from where a person signed up or in. */
export async function noteIp(app: App, tx: Tx, accountId: number, ip: string | null): Promise<void> {
  const plain = ip === null ? null : plainIp(ip)
  if (plain !== null) await upsertIp(tx, accountId, plain, app.now())
}
