import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { liftSuppression, suppress, suppressionOf } from '../mail/index.ts'
import { emitAt } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { defaultKinds, type KindName, kindNames } from './kinds.ts'
import {
  addressRow,
  lockSettings,
  type Period,
  type SettingsRow,
  saveSettings,
  scheduleDigest,
  settingsRow,
} from './queries.ts'
import type { ChangeMailSettings, MailSettings } from './schema.ts'
import { digestDue } from './signals.ts'

const DAY_MS = 24 * 3600 * 1000
export const periodMs = (period: Period): number => (period === 'weekly' ? 7 * DAY_MS : DAY_MS)

const defaults: SettingsRow = { notify: 'away', kinds: [...defaultKinds], digest: 'never' }

export async function readSettings(app: App, viewer: Viewer): Promise<MailSettings> {
  const { read } = app.db
  const [[row = defaults], [user]] = await Promise.all([
    settingsRow(read, viewer.accountId),
    addressRow(read, viewer.accountId),
  ])
  const wanted = new Set<string>(row.kinds)
  const found = user?.email ? await suppressionOf(app, user.email) : null
  return {
    notify: row.notify,
    kinds: Object.fromEntries(kindNames.map((name) => [name, wanted.has(name)])) as MailSettings['kinds'],
    digest: row.digest,
    suppressed: found?.reason ?? null,
  }
}

/** Changes what is named and leaves the rest. Who asks for mails takes an unsubscription of their address back. */
export async function changeSettings(app: App, viewer: Viewer, change: ChangeMailSettings): Promise<MailSettings> {
  await transact(app.db, async (tx) => {
    const after = await turn(app, tx, viewer.accountId, (before) => ({
      notify: change.notify ?? before.notify,
      kinds: kindNames.filter((name) => change.kinds?.[name] ?? before.kinds.includes(name)),
      digest: change.digest ?? before.digest,
    }))
    const [user] = await addressRow(tx, viewer.accountId)
    const wants = (after.notify !== 'never' && after.kinds.length > 0) || after.digest !== 'never'
    if (user?.email && wants) await liftSuppression(tx, user.email, 'unsubscribed')
  })
  return await readSettings(app, viewer)
}

export type Unsubscribed = KindName | 'notifications' | 'digest' | 'all'

/** Switches off what somebody has unsubscribed from; doing so again changes nothing. */
export async function switchOff(app: App, accountId: number, what: Unsubscribed): Promise<void> {
  await transact(app.db, async (tx) => {
    await turn(app, tx, accountId, (before) => ({
      notify: what === 'notifications' || what === 'all' ? 'never' : before.notify,
      kinds: before.kinds.filter((name) => name !== what),
      digest: what === 'digest' || what === 'all' ? 'never' : before.digest,
    }))
    const [user] = await addressRow(tx, accountId)
    if (what === 'all' && user?.email) await suppress(app, tx, user.email, 'unsubscribed')
  })
}

async function turn(
  app: App,
  tx: Tx,
  accountId: number,
  change: (before: SettingsRow) => SettingsRow,
): Promise<SettingsRow> {
  await lockSettings(tx, accountId)
  const [before = defaults] = await settingsRow(tx, accountId)
  const after = change(before)
  await saveSettings(tx, accountId, after)
  if (after.digest !== before.digest) await plan(app, tx, accountId, after.digest)
  return after
}

/** The first digest comes a day or a week from now, and the others at the same hour. */
async function plan(app: App, tx: Tx, accountId: number, period: Period): Promise<void> {
  const dueAt = period === 'never' ? null : new Date(app.now().getTime() + periodMs(period))
  await scheduleDigest(tx, accountId, dueAt, app.now())
  if (dueAt) await emitAt(tx, digestDue, { accountId, dueAt: dueAt.toISOString() }, dueAt)
}
