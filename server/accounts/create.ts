import type { Role } from '../http/index.ts'
import { emit } from '../signals/index.ts'
import { nextId, type Tx } from '../storage/index.ts'
import { parseEmail } from './emails.ts'
import { isUsername, skeletonOf } from './names.ts'
import { claimEmail, claimUsername, hasOwner, insertAccount, insertUser } from './queries.ts'
import { notAnAddress, refusal, refuse, taken, wrong } from './refusals.ts'
import { accountCreated } from './signals.ts'

export interface NewAccount {
  readonly username: string
  readonly displayName?: string
  readonly email?: string | null
  /** argon2id in PHC format; without one nobody can sign in with a password. */
  readonly passwordHash?: string | null
  /** Without it: owner for the first person of the network, user for everybody after. */
  readonly role?: Role
  readonly locale?: string
  readonly bot?: boolean
  readonly confirmed?: boolean
  readonly approved?: boolean
  readonly reason?: string
  readonly inviteCode?: string | null
  /** The app through which it was made. */
  readonly appId?: number | null
  readonly now: Date
}

/**
 * Makes an account and claims its name and its address, all or nothing.
 *
 * @throws Problem 422 with details for the field: the name or the address is malformed or taken.
 */
export async function createAccount(tx: Tx, wanted: NewAccount): Promise<{ id: number; role: Role }> {
  if (!isUsername(wanted.username)) {
    refuse({ username: wrong('ERR_INVALID', 'may have letters a to z, digits and underscores only') })
  }
  const id = await nextId(tx)
  const owned = wanted.role === undefined && (await hasOwner(tx))
  const role = wanted.role ?? (owned ? 'user' : 'owner')
  await insertAccount(tx, {
    id,
    username: wanted.username,
    display_name: wanted.displayName ?? '',
    created_at: wanted.now,
    bot: wanted.bot ?? false,
  })
  const claimed = await claimUsername(tx, wanted.username.toLowerCase(), skeletonOf(wanted.username), id)
  if (claimed.length === 0) refuse({ username: taken })
  const address = await claimAddress(tx, wanted.email ?? null, id)
  await insertUser(tx, {
    account_id: id,
    email: address,
    password_hash: wanted.passwordHash ?? null,
    role,
    locale: wanted.locale ?? 'en',
    confirmed_at: wanted.confirmed ? wanted.now : null,
    approved_at: wanted.approved ? wanted.now : null,
    reason: wanted.reason ?? '',
    invite_code: wanted.inviteCode ?? null,
    created_by_app_id: wanted.appId ?? null,
  })
  await emit(tx, accountCreated, { accountId: id, username: wanted.username })
  return { id, role }
}

async function claimAddress(tx: Tx, email: string | null, accountId: number): Promise<string | null> {
  if (email === null) return null
  const parsed = parseEmail(email)
  if (parsed === null) throw refusal({ email: notAnAddress })
  const claimed = await claimEmail(tx, parsed.key, accountId)
  if (claimed.length === 0) refuse({ email: taken })
  return parsed.address
}
