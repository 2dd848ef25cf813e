import type { App } from '../../app.ts'
import { languageByCode } from '../../kit/index.ts'
import { sendMail } from '../../mail/index.ts'
import { emit } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import { insertEntry } from '../audit/queries.ts'
import { limitMail } from '../mails.ts'
import { speak } from '../messages/index.ts'
import { insertWarning } from '../people/queries.ts'
import { actedOn, automationLimited } from '../signals.ts'
import { limitsNow, type ProposalRow, type Suspect } from './queries.ts'

/** What the audit log says of it. */
export const deedOf = (verb: 'dismiss' | 'limit' | 'unlimit', row: ProposalRow) => ({
  action: `automation.${verb}`,
  targetType: row.account_id === null ? 'automation' : 'account',
  targetId: row.account_id ?? row.id,
  details: { pattern: row.pattern, evidence: row.evidence, until: row.limited_until?.toISOString() ?? null },
})

/**
 * What each limit leaves behind: it holds from the commit on, and the person of an account is told. They get no strike
 * that limits them further: it is a word of warning, with a notification and a mail.
 *
 * @param by null: a rule did it, and the audit log says so.
 */
export async function afterLimit(
  app: App,
  tx: Tx,
  row: ProposalRow,
  person: Suspect | null,
  by: number | null,
): Promise<void> {
  if (by === null) {
    const { action, targetType, targetId, details } = deedOf('limit', row)
    const entry = { actor_id: null, action, target_type: targetType, target_id: targetId, created_at: app.now() }
    await insertEntry(tx, { ...entry, details: { ...details, rule: true } })
  }
  await limitsChanged(app, tx, row)
  if (person !== null) await tell(app, tx, row, person, by)
}

/** Announces how long the subject of a row is limited now, by whatever pattern. */
export async function limitsChanged(app: App, tx: Tx, row: ProposalRow): Promise<void> {
  const [limit] = await limitsNow(tx, row.subject, app.now())
  const untilMs = limit?.until.getTime() ?? null
  await emit(tx, automationLimited, { accountId: row.account_id, visitor: row.visitor, untilMs })
}

async function tell(app: App, tx: Tx, row: ProposalRow, person: Suspect, by: number | null): Promise<void> {
  const language = languageByCode(person.locale)
  const t = speak(language)
  const until = new Intl.DateTimeFormat(language?.code ?? 'en', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(row.limited_until!)
  const [warning] = await insertWarning(tx, {
    target_account_id: person.id,
    account_id: by,
    report_id: null,
    action: 'none',
    text: t('automation.limited', { until: `${until} UTC` }),
    status_ids: [],
    created_at: app.now(),
  })
  await emit(tx, actedOn, { warningId: warning!.id, accountId: person.id, action: 'none', tell: true })
  if (person.email === null || person.confirmed_at === null) return
  const link = app.config.contactEmail ? `mailto:${app.config.contactEmail}` : app.config.url
  const english = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  const time = `${english.format(row.limited_until!)} UTC`
  const data = { network: app.config.name, username: person.username, until: time, link }
  await sendMail(tx, { to: person.email, template: limitMail, data })
}
