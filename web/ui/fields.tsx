/** Fields of forms, each with its label, hint and error tied to it. */
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import css from './fields.module.css'
import { Icon } from './icons.tsx'

/** Far above what any text may have, so that nobody loses words; a pasted file of megabytes would stop the browser. */
export const MOST_IN_A_BOX = 100_000

interface Around {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong with the value, as a sentence. */
  readonly error?: ReactNode
}

function describe(id: string, { hint, error }: Around) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return { ...(ids && { 'aria-describedby': ids }), ...(error && { 'aria-invalid': true as const }) }
}

function Frame({ id, label, hint, error, children }: Around & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      )}
      {children}
      <Wrong id={id} error={error} />
    </div>
  )
}

const Wrong = ({ id, error }: { readonly id: string; readonly error: ReactNode }) =>
  error ? (
    <p id={`${id}-error`} className={css.error} role="alert">
      <Icon name="alert" /> {error}
    </p>
  ) : null

export function TextField({ label, hint, error, ...rest }: Around & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input id={id} type="text" className={css.input} {...describe(id, { label, hint, error })} {...rest} />
    </Frame>
  )
}

export function TextArea({ label, hint, error, ...rest }: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        rows={4}
        maxLength={MOST_IN_A_BOX}
        dir="auto"
        className={css.input}
        {...describe(id, { label, hint, error })}
        {...rest}
      />
    </Frame>
  )
}

type Options = readonly { readonly value: string; readonly label: string }[]

export function Select({
  label,
  hint,
  error,
  options,
  ...rest
}: Around & { readonly options: Options } & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select id={id} className={css.input} {...describe(id, { label, hint, error })} {...rest}>
        {options.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Frame>
  )
}

/** A box to tick, or with `isSwitch` a switch that acts at once. */
export function Checkbox({
  label,
  hint,
  error,
  isSwitch = false,
  ...rest
}: Around & { readonly isSwitch?: boolean } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <div className={css.check}>
      <input
        id={id}
        type="checkbox"
        className={isSwitch ? css.switch : css.box}
        {...(isSwitch && { role: 'switch' })}
        {...describe(id, { label, hint, error })}
        {...rest}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className={css.hint}>
            {hint}
          </p>
        )}
        <Wrong id={id} error={error} />
      </div>
    </div>
  )
}

/** One of a few, all to be seen at once. */
export function Radios({
  label,
  hint,
  options,
  value,
  name,
  onChange,
}: Around & {
  readonly options: readonly { value: string; label: ReactNode; hint?: ReactNode }[]
  readonly value: string
  readonly name: string
  readonly onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <fieldset className={css.radios}>
      <legend>{label}</legend>
      {hint && <p className={css.hint}>{hint}</p>}
      {options.map((option) => (
        <div key={option.value} className={css.check}>
          <input
            id={`${id}-${option.value}`}
            type="radio"
            className={css.box}
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <div>
            <label htmlFor={`${id}-${option.value}`}>{option.label}</label>
            {option.hint && <p className={css.hint}>{option.hint}</p>}
          </div>
        </div>
      ))}
    </fieldset>
  )
}
