import css from './chips.module.css'

interface ChipsProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string) => void
}

/** One choice of a few as buttons in a row. */
export const Chips = ({ label, value, options, onChange }: ChipsProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
  <div className={css.chips} role="group" aria-label={label}>
    {options.map(([one, words]) => (
      <button key={one} type="button" aria-pressed={one === value} onClick={() => onChange(one)}>
        {words}
      </button>
    ))}
  </div>
)
