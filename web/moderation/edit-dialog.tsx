import { type FormEvent, useId, useState } from 'react'
import { ApiError } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm, Dialog } from '../ui/dialog.tsx'
import { Checkbox, Select, TextArea, TextField } from '../ui/fields.tsx'
import { errorText } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { staffChanged } from './doing.ts'
import css from './staff.module.css'

export type Values = Readonly<Record<string, string | boolean>>

export interface Field {
  /** As the API calls it: refusals come by this name. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly kind?: 'text' | 'area' | 'select' | 'check' | 'time'
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly required?: boolean
  readonly maxLength?: number
  /** What is written left to right in every language: addresses, names. */
  readonly ltr?: boolean
}

interface EditDialogProps {
  readonly title: string
  readonly fields: readonly Field[]
  readonly values: Values
  /** The word on the button. */
  readonly action?: string
  readonly done?: string
  readonly save: (values: Values) => Promise<unknown>
  readonly onClose: () => void
}

/** A form in a dialog that writes one thing; what the server refuses stands at its field. */
export function EditDialog({ title, fields, values: before, action, done, save, onClose }: EditDialogProps) {
  const [values, setValues] = useState(before)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const form = useId()
  const isChanged = fields.some(({ name }) => values[name] !== before[name])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await save(values)
      await staffChanged()
      toast(done ?? t('common.saved'))
      onClose()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  const details = error instanceof ApiError ? error.details : {}
  const isAtFields = fields.some(({ name }) => details[name])
  return (
    <Dialog
      title={title}
      onClose={onClose}
      mayClose={() =>
        !isChanged ||
        askToConfirm({ title: t('moderation.discard'), action: t('moderation.discardAction'), danger: true })
      }
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy}>
            {action ?? t('common.save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {error !== null && !isAtFields && (
          <p className={css.refused} role="alert">
            {errorText(error)}
          </p>
        )}
        {fields.map((field) => (
          <OneField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={details[field.name]?.map((one) => one.description).join('. ')}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
      </form>
    </Dialog>
  )
}

interface OneFieldProps {
  readonly field: Field
  readonly value: string | boolean
  readonly error: string | undefined
  readonly onChange: (value: string | boolean) => void
}

function OneField({ field, value, error, onChange }: OneFieldProps) {
  const { kind = 'text', label, hint, options = [], required, maxLength, ltr } = field
  const common = { label, hint, error }
  if (kind === 'check') {
    return <Checkbox {...common} checked={value === true} onChange={(event) => onChange(event.target.checked)} />
  }
  const text = { ...common, required, value: String(value) }
  if (kind === 'select')
    return <Select {...text} options={options} onChange={(event) => onChange(event.target.value)} />
  if (kind === 'area') {
    return <TextArea {...text} maxLength={maxLength} onChange={(event) => onChange(event.target.value)} />
  }
  return (
    <TextField
      {...text}
      type={kind === 'time' ? 'datetime-local' : 'text'}
      maxLength={maxLength}
      dir={ltr || kind === 'time' ? 'ltr' : 'auto'}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** `2026-11-22T10:00` of the reader's clock, as the browser's own fields want it; '' for none. */
export function localTime(iso: string | null): string {
  if (!iso) return ''
  const date = new Date(iso)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The reverse; null for none. */
export const isoTime = (local: string): string | null => (local ? new Date(local).toISOString() : null)
