import type { App } from '../app.ts'
import { messageOf } from '../kit/index.ts'
import { type Notification, renderNotifications } from '../notifications/index.ts'
import { fetchOutside, OutsideError } from '../outgoing/index.ts'
import { emitAt } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { encode } from './encode.ts'
import { messageFor } from './message.ts'
import { endSubscription, type TargetRow, target } from './queries.ts'
import { restOf } from './rest.ts'
import { type Push, pushDue } from './signals.ts'

const TIMEOUT_MS = 10_000
/** Nobody reads what a push service answers. */
const MOST_ANSWER_BYTES = 1024

/** What came of sending: over, not again to this address, or later. */
type Outcome = 'done' | 'gone' | { readonly afterMs: number | null }

/**
 * Sends one notification to one app, or finds that it should not be sent any more: the app, its token or its person is
 * gone, or wants something else, or what it tells of is no longer shown. When the process dies between the service's
 * answer and this job's commit it is sent again, once for each death; both have the same topic and the same
 * `notification_id`, so that a service replaces the one by the other while it waits, and an app can tell.
 */
export async function deliver(tx: Tx, app: App, push: Push): Promise<void> {
  const left = Date.parse(push.until) - app.now().getTime()
  if (left <= 0) return
  const [to] = await target(tx, push, app.now())
  if (!to) return
  const rest = restOf(app)
  const restsMs = rest.of(to.endpoint, app.now().getTime())
  if (restsMs > 0) return await again(tx, app, push, restsMs, push.tries)
  const [shown] = await renderNotifications(app, { accountId: to.account_id, role: to.role }, [push.notificationId])
  if (!shown) return
  const outcome = await send(app, to, shown, Math.floor(left / 1000))
  if (outcome === 'gone') await endSubscription(tx, push.tokenId, push.number)
  else if (outcome !== 'done') await again(tx, app, push, outcome.afterMs ?? backoffMs(push.tries), push.tries + 1)
}

/** Half a minute, doubled each time up to four hours, and up to a quarter more. */
const backoffMs = (tries: number): number => 30_000 * Math.min(2 ** tries, 480) * (1 + Math.random() / 4)

async function again(tx: Tx, app: App, push: Push, afterMs: number, tries: number): Promise<void> {
  const at = app.now().getTime() + afterMs
  if (at < Date.parse(push.until)) await emitAt(tx, pushDue, { ...push, tries }, new Date(at))
}

async function send(app: App, to: TargetRow, shown: Notification, ttlSeconds: number): Promise<Outcome> {
  const urgency = shown.type === 'mention' ? 'high' : 'normal'
  const envelope = { ttlSeconds, urgency, topic: `${to.account_id} ${shown.group_key}` } as const
  const post = async (short: boolean) => {
    const { headers, body } = await encode(app, to, messageFor(app, shown, to.locale, short), envelope)
    return await fetchOutside(app, to.endpoint, {
      method: 'POST',
      headers,
      body,
      maxBytes: MOST_ANSWER_BYTES,
      timeoutMs: TIMEOUT_MS,
    })
  }
  try {
    let answer = await post(false)
    if (answer.status === 413) answer = await post(true)
    restOf(app).answered(to.endpoint)
    return outcomeOf(app, to, answer.status, answer.headers['retry-after'])
  } catch (error) {
    return failed(app, to, error)
  }
}

/** RFC 8030: 404 and 410 say that the subscription is over, and no other refusal passes either. */
function outcomeOf(app: App, to: TargetRow, status: number, retryAfter: string | undefined): Outcome {
  if (status >= 200 && status < 300) return 'done'
  if (status === 408 || status === 429 || status >= 500) return { afterMs: waitMs(app, retryAfter) }
  log(app, to, `answered ${status}`)
  return status === 413 ? 'done' : 'gone'
}

/** Seconds, or a date (RFC 9110, section 10.2.3); null when there is none. At least a second. */
function waitMs(app: App, retryAfter: string | undefined): number | null {
  if (retryAfter === undefined) return null
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - app.now().getTime()
  return Number.isNaN(ms) ? null : Math.max(ms, 1000)
}

function failed(app: App, to: TargetRow, error: unknown): Outcome {
  log(app, to, messageOf(error))
  if (!(error instanceof OutsideError)) return { afterMs: null }
  if (error.kind === 'refused') return 'gone'
  return { afterMs: restOf(app).failed(to.endpoint, app.now().getTime()) }
}

/** Of the address only its host: the rest is a secret between the app and its service. */
function log(app: App, to: TargetRow, what: string): void {
  const { host } = new URL(to.endpoint)
  app.log.info({ host, account: to.account_id }, `The push service ${host} did not take a notification: ${what}`)
}
