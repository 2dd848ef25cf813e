/** What the operator of the network may do and see, by a command on its own machine: more than anybody over HTTP. */
import type { App } from '../../app.ts'
import type { Role } from '../../http/index.ts'
import { notFound } from '../../kit/index.ts'
import { transactHome } from '../../sites/index.ts'
import type { Tx } from '../../storage/index.ts'
import { createAccount } from '../create.ts'
import { hashPassword } from '../passwords.ts'
import { passwordProblem, refuse } from '../refusals.ts'
import { type KnownAccount, knownByName, newestKnown } from './queries.ts'

export type { KnownAccount } from './queries.ts'

export interface OperatorsWish {
  readonly username: string
  readonly email: string | null
  readonly password: string | null
  /** Without it: owner for the first of the network, user for everybody after. */
  readonly role: Role | undefined
}

/**
 * Makes an account that may be used at once: the operator vouches for it. Reserved names and look-alikes are allowed.
 *
 * @param within what else must happen in the same transaction.
 * @throws Problem 422: the name, the address or the password will not do; nothing is made then.
 */
export async function addAccount<T>(
  app: App,
  { username, email, password, role }: OperatorsWish,
  within: (tx: Tx, made: { id: number; role: Role }) => Promise<T>,
): Promise<T> {
  const problem = password === null ? null : passwordProblem(password)
  if (problem) refuse({ password: problem })
  const passwordHash = password === null ? null : await hashPassword(password)
  return await transactHome(app, async (tx) => {
    const state = { confirmed: true, approved: true, now: app.now() }
    const made = await createAccount(tx, { username, email, passwordHash, ...(role && { role }), ...state })
    return await within(tx, made)
  })
}

/** @throws Problem 404 when nobody has that name; a deleted account is found. */
export async function knownAccount(app: App, name: string): Promise<KnownAccount> {
  const [found] = await knownByName(app.db.read, name.replace(/^@/, '').toLowerCase())
  if (!found) throw notFound(`There is no account named "${name}".`)
  return found
}

/** The newest first, deleted ones left out. */
export const newestAccounts = (app: App, limit: number): Promise<KnownAccount[]> => newestKnown(app.db.read, limit)
