import { t } from '../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { type DraftField, limits } from './draft.ts'
import css from './edit-profile.module.css'

interface FieldRowsProps {
  readonly fields: readonly DraftField[]
  readonly error: string | undefined
  readonly onChange: (fields: readonly DraftField[]) => void
}

/** The label and value pairs of a profile: to be added, moved and removed. */
export function FieldRows({ fields, error, onChange }: FieldRowsProps) {
  const change = (at: number, some: Partial<DraftField>) =>
    onChange(fields.map((field, index) => (index === at ? { ...field, ...some } : field)))
  const move = (at: number, to: number) => {
    const next = [...fields]
    const [moved] = next.splice(at, 1)
    next.splice(to, 0, moved!)
    onChange(next)
  }
  return (
    <fieldset className={css.fields}>
      <legend>{t('accounts.fields')}</legend>
      <p className={css.hint}>{t('accounts.fieldsHint')}</p>
      {fields.map((field, at) => (
        <div key={field.key} className={css.fieldRow}>
          <input
            aria-label={t('accounts.fieldLabel', { number: at + 1 })}
            placeholder={t('accounts.fieldLabelHint')}
            value={field.name}
            maxLength={limits.profile_field_name_limit}
            dir="auto"
            onChange={(event) => change(at, { name: event.target.value })}
          />
          <input
            aria-label={t('accounts.fieldValue', { number: at + 1 })}
            placeholder={t('accounts.fieldValueHint')}
            value={field.value}
            maxLength={limits.profile_field_value_limit}
            dir="auto"
            onChange={(event) => change(at, { value: event.target.value })}
          />
          <div className={css.tools}>
            <IconButton icon="up" label={t('accounts.moveUp')} disabled={at === 0} onClick={() => move(at, at - 1)} />
            <IconButton
              icon="down"
              label={t('accounts.moveDown')}
              disabled={at === fields.length - 1}
              onClick={() => move(at, at + 1)}
            />
            <IconButton
              icon="trash"
              label={t('accounts.removeField')}
              onClick={() => onChange(fields.filter((_, index) => index !== at))}
            />
          </div>
        </div>
      ))}
      {error && (
        <p role="alert" className={css.wrong}>
          {error}
        </p>
      )}
      {fields.length < limits.max_profile_fields && (
        <Button
          icon="plus"
          size="small"
          onClick={() =>
            onChange([...fields, { key: 1 + Math.max(-1, ...fields.map(({ key }) => key)), name: '', value: '' }])
          }
        >
          {t('accounts.addField')}
        </Button>
      )}
    </fieldset>
  )
}
