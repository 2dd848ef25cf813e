import type { Static } from 'typebox'
import type { App } from '../../app.ts'
import type { Call, PageQuery, Viewer } from '../../http/index.ts'
import { Cache, perApp } from '../../kit/index.ts'
import { emit } from '../../signals/index.ts'
import type { PresetRow, RuleRow } from '../rows/queries.ts'
import { addRow, changeRow, type Kind, listRows, removeRow, showRow } from '../rows/rows.ts'
import type { AdminRule, ChangedPreset, ChangedRule, NewPreset, NewRule, Rule, WarningPreset } from '../schema.ts'
import { rulesChanged } from '../signals.ts'
import { rulesById, rulesInOrder } from './queries.ts'

type Paged = Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>

const kept = perApp(
  (app: App) =>
    new Cache<'rules', Rule[]>(1, async () => new Map([['rules', (await rulesInOrder(app.db.read)).map(ruleJson)]])),
)

/** The rules of the network in their order, from memory. */
export const currentRules = async (app: App): Promise<Rule[]> => (await kept(app).get('rules'))!

export const forgetRules = (app: App): void => kept(app).clear()

/** Rules by id, those that were taken back as well: reports go on naming them. */
export async function rulesOf(app: App, ids: readonly number[]): Promise<Map<number, Rule>> {
  if (ids.length === 0) return new Map()
  return new Map((await rulesById(app.db.read, [...ids])).map((row) => [row.id, ruleJson(row)]))
}

const ruleJson = ({ id, text, hint, translations }: RuleRow): Rule => ({ id: String(id), text, hint, translations })
const adminJson = (row: RuleRow): AdminRule => ({ ...ruleJson(row), position: row.position })

const rules: Kind<'rules'> = {
  table: 'rules',
  noun: 'rule',
  permission: 'manage_rules',
  facts: ({ text, hint, position }) => ({ text, hint, position }),
  changed: (tx) => emit(tx, rulesChanged, {}),
}

export const listRules = async (call: Paged) => (await listRows(call, rules)).map(adminJson)
export const showRule = async (app: App, viewer: Viewer, id: string) => adminJson(await showRow(app, viewer, rules, id))
export const addRule = async (app: App, viewer: Viewer, body: Static<typeof NewRule>) =>
  adminJson(await addRow(app, viewer, rules, body))
export const changeRule = async (app: App, viewer: Viewer, id: string, body: Static<typeof ChangedRule>) =>
  adminJson(await changeRow(app, viewer, rules, id, body))
export const removeRule = async (app: App, viewer: Viewer, id: string) => {
  await removeRow(app, viewer, rules, id)
  return {}
}

const presets: Kind<'warning_presets'> = {
  table: 'warning_presets',
  noun: 'warning_preset',
  permission: 'manage_settings',
  facts: ({ title, text }) => ({ title, text }),
}

const presetJson = ({ id, title, text }: PresetRow): Static<typeof WarningPreset> => ({ id: String(id), title, text })

export const listPresets = async (call: Paged) => (await listRows(call, presets)).map(presetJson)
export const addPreset = async (app: App, viewer: Viewer, body: Static<typeof NewPreset>) =>
  presetJson(await addRow(app, viewer, presets, body))
export const changePreset = async (app: App, viewer: Viewer, id: string, body: Static<typeof ChangedPreset>) =>
  presetJson(await changeRow(app, viewer, presets, id, body))
export const removePreset = async (app: App, viewer: Viewer, id: string) => {
  await removeRow(app, viewer, presets, id)
  return {}
}
