import { randomBytes } from 'node:crypto'
import type { Tx } from '../storage/index.ts'
import { insertInvite } from './queries.ts'

export interface NewInvite {
  /** Who invites; null when the operator does. */
  readonly createdBy: number | null
  readonly mostUses: number
  /** null: it works for ever. */
  readonly expiresAt: Date | null
  readonly now: Date
}

/** Makes a code that lets people sign up. 80 random bits, in letters and digits that are easy to tell apart. */
export async function createInvite(tx: Tx, wanted: NewInvite): Promise<string> {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
  const code = Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join('')
  const { createdBy, mostUses, expiresAt, now } = wanted
  await insertInvite(tx, { code, created_by: createdBy, most_uses: mostUses, expires_at: expiresAt, created_at: now })
  return code
}
