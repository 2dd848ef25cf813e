import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { App } from '../../app.ts'
import { perApp } from '../../kit/index.ts'
import { networkSecret } from '../../storage/index.ts'

/**
 * Secrets of second factors must be read again, so they are encrypted where they lie: AES-256-GCM (NIST SP 800-38D) with
 * a fresh nonce each, under a key derived (HKDF, RFC 5869) from the network's secret, and bound to their account, so
 * that nobody who can write a row moves one to another. docs/operating.md says what that protects.
 */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** What a sealed text is for; one of another purpose does not open. */
export type Purpose = 'totp' | 'set-up'

const keys = perApp((app: App) => {
  let key: Promise<Buffer> | undefined
  return () => {
    key ??= networkSecret(app.db)
      .then((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'tweeter second factor', 32)))
      .catch((error) => {
        key = undefined
        throw error
      })
    return key
  }
})

/** @returns nonce, tag and ciphertext in a row. */
export async function seal(app: App, purpose: Purpose, accountId: number, text: string): Promise<Buffer> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', await keys(app)(), nonce)
  cipher.setAAD(Buffer.from(`${purpose} ${accountId}`))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** @returns null when it was not sealed here for this purpose and this account. */
export async function unseal(app: App, purpose: Purpose, accountId: number, sealed: Buffer): Promise<string | null> {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', await keys(app)(), sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(`${purpose} ${accountId}`))
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}
