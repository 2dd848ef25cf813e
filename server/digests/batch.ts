import type { App } from '../app.ts'
import { sendMail } from '../mail/index.ts'
import { type Notification, renderNotifications, type Told } from '../notifications/index.ts'
import { emitAt } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { itemOf, type Sorted } from './items.ts'
import { defaultKinds, kindOf, kindsOfType } from './kinds.ts'
import { newsMail } from './letters.ts'
import {
  type Batch,
  closeBatch,
  newNotifications,
  noteMailed,
  openBatches,
  type Recipient,
  recipientRow,
  type Since,
} from './queries.ts'
import { lastSeen } from './seen.ts'
import { batchDue } from './signals.ts'
import { unsubscribeHeaders, unsubscribeUrl } from './unsubscribe.ts'

/** Whoever asked for nothing that long is away. */
const AWAY_MS = 15 * 60_000
/** Notifications are written, and then this is told of them. */
const MARGIN_MS = 60_000
/** More than that are counted no further. */
const MOST_LOOKED_AT = 200
const MOST_SHOWN = 10

/** Some have a notification: the next mail of each is planned, unless it is already. */
export async function noteNotifications(app: App, tx: Tx, { type, notifications }: Told): Promise<void> {
  const kinds = kindsOfType(type)
  if (kinds.length === 0) return
  const accountIds = [...new Set(notifications.map(({ accountId }) => accountId))]
  const seen = accountIds.map((id) => lastSeen(app, id, null)?.toISOString() ?? null)
  const opened = await openBatches(tx, { accountIds, seen, kinds, defaults: defaultKinds, now: app.now() })
  for (const { account_id: accountId, due_at: dueAt } of opened) {
    await emitAt(tx, batchDue, { accountId, dueAt: dueAt.toISOString() }, dueAt)
  }
}

/** Mails what came together; nothing when they were here, have read it, or it does not hold any more. */
export async function mailBatch(app: App, tx: Tx, accountId: number, dueAt: Date): Promise<void> {
  const [batch] = await closeBatch(tx, accountId, dueAt)
  const [recipient] = await recipientRow(tx, accountId, defaultKinds)
  if (!batch || !recipient || recipient.notify === 'never') return
  const now = app.now().getTime()
  const seen = lastSeen(app, accountId, recipient.seen_at)?.getTime() ?? 0
  const careful = recipient.notify === 'away'
  if (careful && seen > now - AWAY_MS) return
  const since = new Date(Math.max(batch.batch_from.getTime() - MARGIN_MS, careful ? seen : 0))
  const news = await unread(app, tx, recipient, { accountId, since, above: batch.mailed_up_to })
  if (news.length === 0) return
  await sendNews(app, tx, recipient, news)
  const cameBack = batch.mailed_at !== null && seen > batch.mailed_at.getTime()
  await noteMailed(tx, accountId, Number(news[0]!.notification.id), streakOf(batch, cameBack), app.now())
}

const streakOf = ({ unanswered }: Batch, cameBack: boolean): number => (cameBack ? 0 : Math.min(unanswered, 100)) + 1

/** What somebody has not read yet of the kinds that they want, as they may see it; the newest first. */
export async function unread(app: App, tx: Tx, recipient: Recipient, since: Since): Promise<Sorted[]> {
  const ids = (await newNotifications(tx, since, MOST_LOOKED_AT)).map(({ id }) => id)
  const viewer = { accountId: recipient.account_id, role: recipient.role }
  const shown = ids.length > 0 ? await renderNotifications(app, viewer, ids) : []
  return shown.toReversed().flatMap((notification: Notification) => {
    const kind = kindOf(notification, recipient.account_id)
    return kind !== null && recipient.kinds.includes(kind) ? [{ kind, notification }] : []
  })
}

async function sendNews(app: App, tx: Tx, recipient: Recipient, news: readonly Sorted[]): Promise<void> {
  const [first] = news
  const what = news.every(({ kind }) => kind === first!.kind) ? first!.kind : 'notifications'
  const unsubscribe = await unsubscribeUrl(app, recipient.account_id, what)
  await sendMail(tx, {
    to: recipient.email,
    template: newsMail,
    data: {
      ...letterTo(app, recipient, unsubscribe),
      items: news.slice(0, MOST_SHOWN).map((one) => itemOf(app, one)),
      more: Math.max(0, news.length - MOST_SHOWN),
    },
    headers: unsubscribeHeaders(unsubscribe),
    optional: true,
  })
}

/** What every mail of ours says about whom it is for. */
export const letterTo = ({ config }: App, { username }: Recipient, unsubscribe: string) => ({
  network: config.name,
  username,
  unsubscribe,
  settings: `${config.url}/settings/mail`,
  home: config.url,
})
