import { createCipheriv, createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import type { App } from '../app.ts'
import { Cache, perApp } from '../kit/index.ts'
import { networkSecret, transact } from '../storage/index.ts'
import { insertKeys, type KeysRow, selectKeys } from './queries.ts'

/** The key never changes; the cache is for loading it once, also when many ask at the same time. */
export const keysCache = perApp(
  (app: App) => new Cache<'vapid', KeysRow>(1, async () => new Map([['vapid', await loadKeys(app)]])),
)

/** What apps subscribe with: the network's public key, 65 bytes in base64url (RFC 8292, section 4). */
export const vapidPublicKey = async (app: App): Promise<string> => (await keysCache(app).get('vapid'))!.public_key

/** Both halves in base64url. @throws Error when the network's secret is not the one that the key was stored with. */
export async function vapidKeys(app: App): Promise<{ publicKey: string; privateKey: string }> {
  const row = (await keysCache(app).get('vapid'))!
  return { publicKey: row.public_key, privateKey: open(row.private_key, await networkSecret(app.db)) }
}

/** The one of the network, made by whoever asks first. */
async function loadKeys(app: App): Promise<KeysRow> {
  const [kept] = await selectKeys(app.db.read)
  if (kept) return kept
  const secret = await networkSecret(app.db)
  return await transact(app.db, async (tx) => {
    const pair = createECDH('prime256v1')
    const publicKey = pair.generateKeys('base64url')
    // Without leading zeros Node gives fewer than 32 bytes once in 256 times.
    const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32)
    await insertKeys(tx, { public_key: publicKey, private_key: seal(privateKey, secret) })
    return (await selectKeys(tx))[0]!
  })
}

const NONCE_BYTES = 12
const TAG_BYTES = 16
const keyFrom = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'tweeter: key of web push', 32))

function seal(plain: Buffer, secret: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secret), nonce)
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

function open(stored: Buffer, secret: string): string {
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(secret), stored.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(stored.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    const plain = [decipher.update(stored.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]
    return Buffer.concat(plain).toString('base64url')
  } catch {
    throw new Error("The key of web push was stored with another secret than this network's (tweeter.here).")
  }
}
