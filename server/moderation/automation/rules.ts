import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import type { Read } from '../../storage/index.ts'
import { act } from '../act.ts'
import { PATTERNS, type Pattern } from './patterns.ts'
import { type RuleRow, ruleRows, writeRules } from './queries.ts'
import type { AutomationRules, ChangedAutomationRules } from './schema.ts'

export type Rule = Omit<RuleRow, 'pattern'>
export type Rules = Readonly<Record<Pattern, Rule>>

/** Nobody is limited before a person has looked, unless somebody decides otherwise. */
const fallback: Rule = { mode: 'propose', hours: 24, multiplier: 1 }

/** What is done about each pattern now. */
export async function currentRules(read: Read): Promise<Rules> {
  const rows = new Map((await ruleRows(read)).map(({ pattern, ...rule }) => [pattern, rule]))
  return Object.fromEntries(PATTERNS.map((pattern) => [pattern, rows.get(pattern) ?? fallback])) as Rules
}

/** @throws Problem 403. */
export async function showRules(app: App, viewer: Viewer): Promise<AutomationRules> {
  await requirePermission(app, viewer, 'manage_blocks')
  return await currentRules(app.db.read)
}

/** Changes the patterns that are named, and of each what is named. It holds for what is seen from now on. @throws Problem 403. */
export async function changeRules(app: App, viewer: Viewer, body: ChangedAutomationRules): Promise<AutomationRules> {
  return await act(app, viewer, 'manage_blocks', async (tx, note) => {
    const before = await currentRules(tx)
    const named = PATTERNS.filter((pattern) => body[pattern] !== undefined)
    const now = { ...before, ...Object.fromEntries(named.map((one) => [one, { ...before[one], ...body[one] }])) }
    await writeRules(
      tx,
      named.map((pattern) => ({ pattern, ...now[pattern] })),
    )
    const only = (rules: Rules) => Object.fromEntries(named.map((pattern) => [pattern, rules[pattern]]))
    const details = { before: only(before), now: only(now) }
    note({ action: 'automation_rule.update', targetType: 'automation_rule', targetId: null, details })
    return now
  })
}
