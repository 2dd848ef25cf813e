import { LANGUAGES } from '../../server/kit/messages.ts'
import type { AdminRule } from '../../server/moderation/schema.ts'
import { patch } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Crud } from './crud.tsx'
import { useDoing } from './doing.ts'
import type { Field, Values } from './edit-dialog.tsx'
import { useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'

const PATH = '/api/tweeter/v1/admin/rules'
const MOST = 200

export default function RulesPage() {
  return (
    <StaffPage section="/admin/rules">
      <Rules />
    </StaffPage>
  )
}

const fields = (): Field[] => [
  { name: 'text', label: t('moderation.ruleText'), kind: 'area', required: true, maxLength: 300 },
  { name: 'hint', label: t('moderation.ruleHint'), hint: t('common.optional'), kind: 'area', maxLength: 1000 },
  ...LANGUAGES.map(
    ({ code, name }): Field => ({
      name: code,
      label: t('moderation.ruleIn', { language: name }),
      hint: t('common.optional'),
      kind: 'area',
      maxLength: 300,
    }),
  ),
]

const none: Values = { text: '', hint: '', ...Object.fromEntries(LANGUAGES.map(({ code }) => [code, ''])) }

const valuesOf = ({ text, hint, translations }: AdminRule): Values => ({
  text,
  hint,
  ...Object.fromEntries(LANGUAGES.map(({ code }) => [code, translations[code]?.text ?? ''])),
})

/** Translations into languages that are not among the fields stay as they are, and so do the hints of those that are. */
function translationsOf(values: Values, before: AdminRule['translations']): AdminRule['translations'] {
  const after = { ...before }
  for (const { code } of LANGUAGES) {
    const text = String(values[code] ?? '').trim()
    if (text) after[code] = { hint: '', ...before[code], text }
    else delete after[code]
  }
  return after
}

const inOrder = (rules: readonly AdminRule[]): AdminRule[] =>
  rules.toSorted((one, other) => one.position - other.position || Number(one.id) - Number(other.id))

function Rules() {
  const pages = useStaffPages<AdminRule>(PATH, { limit: MOST }, inOrder)
  const items = inOrder(pages.items)
  const { busy, run } = useDoing()
  /** Gives every rule the number of its place, where that is not what it has. */
  const move = (from: number, to: number) =>
    run('move', async () => {
      const next = items.toSpliced(from, 1).toSpliced(to, 0, items[from]!)
      const moved = next.flatMap((rule, position) => (rule.position === position ? [] : [{ id: rule.id, position }]))
      for (const { id, position } of moved) await patch(`${PATH}/${id}`, { position })
    })
  return (
    <Crud<AdminRule>
      about={t('moderation.rulesAbout')}
      label={t('moderation.rules')}
      icon="list"
      empty={t('moderation.noRules')}
      addWords={t('moderation.addRule')}
      path={PATH}
      pages={{ ...pages, items }}
      addFields={fields()}
      editFields={fields()}
      newValues={none}
      valuesOf={valuesOf}
      bodyOf={(values, rule) => ({
        text: values.text,
        hint: values.hint,
        translations: translationsOf(values, rule?.translations ?? {}),
        ...(!rule && { position: (items.at(-1)?.position ?? -1) + 1 }),
      })}
      nameOf={({ text }) => text}
      deleteText={t('moderation.ruleDelete')}
      render={({ text, hint }) => (
        <>
          <b dir="auto">{text}</b>
          {hint && (
            <p className="soft" dir="auto">
              {hint}
            </p>
          )}
        </>
      )}
      verbs={({ text }, at) => (
        <>
          <IconButton
            icon="up"
            label={`${t('moderation.moveUp')}: ${text}`}
            disabled={at === 0 || busy !== ''}
            onClick={() => void move(at, at - 1)}
          />
          <IconButton
            icon="down"
            label={`${t('moderation.moveDown')}: ${text}`}
            disabled={at === items.length - 1 || busy !== ''}
            onClick={() => void move(at, at + 1)}
          />
        </>
      )}
    />
  )
}
