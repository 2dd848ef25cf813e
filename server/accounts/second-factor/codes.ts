import { createHash, randomBytes } from 'node:crypto'

/** What a typed code looks like: six digits of an authenticator app, or a recovery code. White space and dashes go. */
export function readCode(typed: string): { kind: 'totp' | 'recovery'; code: string } | null {
  const code = typed.slice(0, 100).replace(/[\s-]/g, '').toLowerCase()
  if (/^\d{6}$/.test(code)) return { kind: 'totp', code }
  return RECOVERY.test(code) ? { kind: 'recovery', code } : null
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const LENGTH = 16
const RECOVERY = /^[a-z2-7]{16}$/

/** Eighty random bits in base32: `abcd-efgh-ijkl-mnop`. */
export const newRecoveryCode = (): string =>
  [...randomBytes(LENGTH)]
    .map((byte) => LETTERS[byte % LETTERS.length]!)
    .join('')
    .replace(/.{4}(?=.)/g, '$&-')

/** SHA-256 is enough: nobody tries 2^80 codes, where a password would need argon2id. */
export const hashOfRecovery = (accountId: number, code: string): Buffer =>
  createHash('sha256')
    .update(`${accountId} ${code.replaceAll('-', '')}`)
    .digest()
