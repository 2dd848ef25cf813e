/** Addresses that mail is kept from, and why. */
import type { App } from '../app.ts'
import type { Tx } from '../storage/index.ts'
import {
  activeSuppression,
  endSuppression,
  forgetBounces,
  type MailRow,
  type Reason,
  type SuppressionRow,
  upsertSuppression,
} from './queries.ts'

export const addressKey = (address: string): string => address.trim().toLowerCase()

/** Keeps mail from an address from now on: all of it when it bounces, otherwise what is optional. */
export async function suppress(app: App, tx: Tx, address: string, reason: Reason, detail = ''): Promise<void> {
  await upsertSuppression(tx, { address: addressKey(address), reason, detail, suppressed_at: app.now() })
}

/**
 * Lets mail go to an address again.
 *
 * @param reason only when it was suppressed for this.
 * @returns false when it was not.
 */
export async function liftSuppression(tx: Tx, address: string, reason: Reason | null = null): Promise<boolean> {
  const lifted = (await endSuppression(tx, addressKey(address), reason)).length > 0
  if (lifted) await forgetBounces(tx, addressKey(address))
  return lifted
}

/** Why an address gets no mail, or not all of it; null when it gets all. */
export async function suppressionOf(app: App, address: string): Promise<SuppressionRow | null> {
  return (await activeSuppression(app.db.read, addressKey(address)))[0] ?? null
}

/**
 * Why this mail must not go, or null. Who complained or unsubscribed still gets what they ask for themselves, such as a
 * link to set a new password; an address that bounces gets nothing.
 */
export async function keptFrom(tx: Tx, mail: MailRow): Promise<string | null> {
  const [found] = await activeSuppression(tx, addressKey(mail.to_address))
  if (!found || (found.reason !== 'bounced' && !mail.optional)) return null
  const why = {
    bounced: 'its mail comes back',
    complained: 'somebody there complained',
    unsubscribed: 'it was unsubscribed',
  }
  return `The address is suppressed: ${why[found.reason]}${found.detail && ` (${found.detail})`}.`
}
