import { useId, useRef } from 'react'
import { language, t } from '../messages/index.ts'
import { instance } from '../session/me.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/fields.tsx'
import { longCount } from '../ui/time.tsx'
import css from './composer.module.css'
import { option, type PollForm } from './model.ts'

const polls = instance.configuration.polls
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DURATIONS = [
  5 * MINUTE,
  30 * MINUTE,
  HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  3 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
].filter((seconds) => seconds >= polls.min_expiration && seconds <= polls.max_expiration)

/** `3 days`, `about 2 hours`: the largest unit that says it. */
function durationText(seconds: number): string {
  const [unit, size] =
    seconds >= DAY
      ? (['day', DAY] as const)
      : seconds >= HOUR
        ? (['hour', HOUR] as const)
        : (['minute', MINUTE] as const)
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(
    seconds / size,
  )
}

interface Props {
  readonly poll: PollForm
  readonly onChange: (poll: PollForm) => void
  readonly onRemove: () => void
}

export function PollEditor({ poll, onChange, onRemove }: Props) {
  const id = useId()
  const list = useRef<HTMLOListElement>(null)
  const { options } = poll
  const setText = (key: string, text: string) =>
    onChange({ ...poll, options: options.map((one) => (one.key === key ? { key, text } : one)) })
  const add = () => {
    onChange({ ...poll, options: [...options, option()] })
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus())
  }
  const remove = (key: string) => {
    onChange({ ...poll, options: options.filter((one) => one.key !== key) })
    list.current?.querySelector('input')?.focus()
  }
  const durations = DURATIONS.includes(poll.seconds) ? DURATIONS : [poll.seconds, ...DURATIONS]
  return (
    <fieldset className={css.poll}>
      <legend className="unseen">{t('compose.poll')}</legend>
      <ol ref={list}>
        {options.map(({ key, text }, at) => (
          <Choice
            key={key}
            number={at + 1}
            text={text}
            onChange={(next) => setText(key, next)}
            onEnter={() => {
              if (at === options.length - 1 && options.length < polls.max_options && text.trim()) add()
            }}
            onRemove={options.length > 2 ? () => remove(key) : null}
          />
        ))}
      </ol>
      {options.length < polls.max_options && (
        <Button variant="plain" size="small" icon="plus" onClick={add}>
          {t('compose.addChoice')}
        </Button>
      )}
      <div className={css.pollSettings}>
        <label htmlFor={id}>{t('compose.pollLength')}</label>
        <select
          id={id}
          value={poll.seconds}
          onChange={(event) => onChange({ ...poll, seconds: Number(event.target.value) })}
        >
          {durations.map((seconds) => (
            <option key={seconds} value={seconds}>
              {durationText(seconds)}
            </option>
          ))}
        </select>
      </div>
      <Checkbox
        label={t('compose.multiple')}
        checked={poll.multiple}
        onChange={(event) => onChange({ ...poll, multiple: event.target.checked })}
      />
      <Checkbox
        label={t('compose.hideTotals')}
        checked={poll.hideTotals}
        onChange={(event) => onChange({ ...poll, hideTotals: event.target.checked })}
      />
      <Button variant="plain" size="small" icon="trash" onClick={onRemove}>
        {t('compose.removePoll')}
      </Button>
    </fieldset>
  )
}

interface ChoiceProps {
  readonly number: number
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onEnter: () => void
  /** null: a poll needs this many. */
  readonly onRemove: (() => void) | null
}

function Choice({ number, text, onChange, onEnter, onRemove }: ChoiceProps) {
  const left = polls.max_characters_per_option - [...text.trim()].length
  return (
    <li>
      <input
        type="text"
        dir="auto"
        value={text}
        aria-label={t('compose.choice', { number })}
        placeholder={t('compose.choice', { number })}
        aria-invalid={left < 0 || undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return
          event.preventDefault()
          onEnter()
        }}
      />
      <span className={css.room} aria-hidden="true">
        {longCount(left)}
      </span>
      {onRemove && <IconButton icon="close" label={t('compose.removeChoice', { number })} onClick={onRemove} />}
    </li>
  )
}
