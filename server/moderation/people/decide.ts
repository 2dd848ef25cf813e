import { outranks, type Standing } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Role, Viewer } from '../../http/index.ts'
import { forbidden, notFound } from '../../kit/index.ts'
import { sendMail } from '../../mail/index.ts'
import { emit } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import type { Decision } from '../admin-schema.ts'
import { warningMail } from '../mails.ts'
import { lockReport, resolveReports } from '../reports/queries.ts'
import { actedOn, type StrikeAction } from '../signals.ts'
import { insertWarning, presetText } from './queries.ts'

/** @throws Problem 403 when somebody would act on themselves, or on somebody of equal or higher role. */
export function refuseRank(role: Role, account: Standing): void {
  if (!outranks(role, account.role)) {
    throw forbidden(`@${account.username} has a role as high as yours or higher: you may not decide about them.`)
  }
}

interface Decided {
  readonly account: Standing
  readonly action: StrikeAction
  readonly decision: Decision
  readonly postIds: number[]
}

/**
 * What every decision leaves behind: a strike, the reports that it answers resolved, the person told. A decision that
 * does something to the account answers all open reports about it; a word of warning, or one about a post, only the
 * report that it names.
 *
 * @returns facts for the audit log.
 * @throws Problem 404 when there is no such report about this account, or no such preset.
 */
export async function decide(app: App, tx: Tx, viewer: Viewer, decided: Decided): Promise<object> {
  const { account, action, decision, postIds } = decided
  const reportId = decision.report_id === undefined ? null : Number(decision.report_id)
  if (reportId !== null) await requireReport(tx, reportId, account.id)
  const text = await wordsOf(tx, decision)
  const tell = decision.send_email_notification ?? true
  const [warning] = await insertWarning(tx, {
    target_account_id: account.id,
    account_id: viewer.accountId,
    report_id: reportId,
    action,
    text,
    status_ids: postIds,
    created_at: app.now(),
  })
  const onlyOne = action === 'none' || postIds.length > 0
  const resolved =
    onlyOne && reportId === null
      ? []
      : await resolveReports(
          tx,
          { reportId: onlyOne ? reportId : null, targetId: account.id },
          viewer.accountId,
          app.now(),
        )
  await emit(tx, actedOn, { warningId: warning!.id, accountId: account.id, action, tell })
  if (tell && account.email !== null) {
    const link = app.config.contactEmail ? `mailto:${app.config.contactEmail}` : app.config.url
    const data = { network: app.config.name, username: account.username, action, text, link }
    await sendMail(tx, { to: account.email, template: warningMail, data })
  }
  return { warning_id: String(warning!.id), reports: resolved.map((row) => String(row.id)), posts: postIds.map(String) }
}

async function requireReport(tx: Tx, reportId: number, accountId: number): Promise<void> {
  const [report] = await lockReport(tx, reportId)
  if (report?.target_account_id !== accountId) throw notFound('There is no such report about this account.')
}

/** The preset, then what the moderator adds. */
async function wordsOf(tx: Tx, { text = '', warning_preset_id }: Decision): Promise<string> {
  if (warning_preset_id === undefined) return text.trim()
  const [preset] = await presetText(tx, Number(warning_preset_id))
  if (!preset) throw notFound('There is no such warning preset.')
  return [preset.text, text]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n')
}
