import type { Static } from 'typebox'
import type { WarningPreset } from '../../server/moderation/schema.ts'
import { t } from '../messages/index.ts'
import { Crud } from './crud.tsx'
import type { Field } from './edit-dialog.tsx'
import css from './staff.module.css'
import { useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'

type Preset = Static<typeof WarningPreset>
const PATH = '/api/tweeter/v1/admin/warning_presets'

export default function PresetsPage() {
  return (
    <StaffPage section="/admin/presets">
      <Presets />
    </StaffPage>
  )
}

const fields = (): Field[] => [
  { name: 'title', label: t('moderation.presetTitle'), hint: t('common.optional'), maxLength: 100 },
  { name: 'text', label: t('moderation.presetText'), kind: 'area', required: true, maxLength: 5000 },
]

function Presets() {
  const pages = useStaffPages<Preset>(PATH, { limit: 40 })
  return (
    <Crud<Preset>
      about={t('moderation.presetsAbout')}
      label={t('moderation.presets')}
      icon="draft"
      empty={t('moderation.noPresets')}
      addWords={t('moderation.addPreset')}
      path={PATH}
      pages={pages}
      addFields={fields()}
      editFields={fields()}
      newValues={{ title: '', text: '' }}
      valuesOf={({ title, text }) => ({ title, text })}
      nameOf={({ title, text }) => title || text.slice(0, 60)}
      render={({ title, text }) => (
        <>
          {title && <b dir="auto">{title}</b>}
          <p className={css.pre} dir="auto">
            {text}
          </p>
        </>
      )}
    />
  )
}
