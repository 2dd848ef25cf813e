import { createECDH } from 'node:crypto'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { NOTIFICATION_TYPES } from '../notifications/index.ts'
import { transact } from '../storage/index.ts'
import { vapidPublicKey } from './keys.ts'
import { endSubscriptions, resetAlerts, type SubscriptionRow, subscriptionOf, upsertSubscription } from './queries.ts'
import type { Resubscribe, Subscribe, Subscription } from './schema.ts'

/**
 * Subscribes an app, in place of what it had before. Alerts that are not named are off.
 *
 * @throws Problem 422 when the address or a key cannot be one.
 */
export async function subscribe(app: App, viewer: Viewer, tokenId: number, given: Subscribe): Promise<Subscription> {
  const { endpoint, keys, standard } = given.subscription
  const [row] = await transact(app.db, (tx) =>
    upsertSubscription(tx, {
      token_id: tokenId,
      account_id: viewer.accountId,
      endpoint: readEndpoint(app, endpoint),
      p256dh: readPublicKey(keys.p256dh),
      auth: readSecret(keys.auth),
      standard: standard ?? false,
      ...readData(given),
    }),
  )
  return await present(app, row!)
}

/** @throws Problem 404 when the token has none. */
export async function readSubscription(app: App, tokenId: number): Promise<Subscription> {
  const [row] = await subscriptionOf(app.db.read, tokenId)
  if (!row) throw notFound()
  return await present(app, row)
}

/** What is given replaces what was there, as in Mastodon. @throws Problem 404 when the token has none. */
export async function changeSubscription(app: App, tokenId: number, given: Resubscribe): Promise<Subscription> {
  const [row] = await transact(app.db, (tx) => resetAlerts(tx, tokenId, readData(given)))
  if (!row) throw notFound()
  return await present(app, row)
}

/** That there is none is no error. */
export async function unsubscribe(app: App, tokenId: number): Promise<Record<string, never>> {
  await transact(app.db, (tx) => endSubscriptions(tx, [tokenId]))
  return {}
}

const readData = ({ data, policy }: Resubscribe): Pick<SubscriptionRow, 'alerts' | 'policy'> => ({
  alerts: NOTIFICATION_TYPES.filter((type) => data?.alerts?.[type]),
  policy: data?.policy ?? policy ?? 'all',
})

/** A push service speaks TLS (RFC 8030, section 8); a network that itself does not is somebody's test. */
function readEndpoint(app: App, endpoint: string): string {
  const url = URL.parse(endpoint)
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && app.config.url.startsWith('http:'))
  if (!url || !isSecure || url.username || url.password) {
    throw wrong('endpoint', 'must be an https address without a name and a password')
  }
  return url.href
}

/** @returns base64url; apps also send plain base64. */
function readPublicKey(text: string): string {
  const bytes = Buffer.from(text, 'base64url')
  try {
    const pair = createECDH('prime256v1')
    pair.generateKeys()
    // Also refuses what is no point of the curve.
    pair.computeSecret(bytes)
    if (bytes.length === 65) return bytes.toString('base64url')
  } catch {
    // Said below.
  }
  throw wrong('keys[p256dh]', 'must be an uncompressed point of P-256, 65 bytes in base64url')
}

/** RFC 8291, section 3.2: 16 bytes. */
function readSecret(text: string): string {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 16) throw wrong('keys[auth]', 'must be 16 bytes in base64url')
  return bytes.toString('base64url')
}

const wrong = (field: string, description: string) =>
  unprocessable(`Validation failed: subscription[${field}] ${description}`, {
    [`subscription[${field}]`]: [{ error: 'ERR_INVALID', description }],
  })

async function present(app: App, row: SubscriptionRow): Promise<Subscription> {
  const alerts = Object.fromEntries(NOTIFICATION_TYPES.map((type) => [type, row.alerts.includes(type)]))
  return {
    id: row.number,
    endpoint: row.endpoint,
    standard: row.standard,
    alerts: alerts as Subscription['alerts'],
    policy: row.policy,
    server_key: await vapidPublicKey(app),
  }
}
