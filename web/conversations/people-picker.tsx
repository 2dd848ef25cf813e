/** Chooses people by typing (an ARIA combobox): arrows choose, Enter takes, Backspace in the empty field gives back. */
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import { Name, nameOf } from '../accounts/name.tsx'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { currentMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import css from './conversations.module.css'

const MOST_FOUND = 8
const PAUSE_MS = 200

interface PickerProps {
  readonly people: readonly Account[]
  readonly onChange: (people: readonly Account[]) => void
}

export function PeoplePicker({ people, onChange }: PickerProps) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const { found, isKnown } = useFound(text, people)
  const at = Math.min(chosen, found.length - 1)
  const isOpen = found.length > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, and only where nobody was chosen beforehand
  useEffect(() => {
    if (people.length === 0) field.current?.focus({ preventScroll: true })
  }, [])
  const take = (account: Account) => {
    onChange([...people, account])
    setText('')
    setChosen(0)
    field.current?.focus()
  }
  const drop = (account: Account) => {
    onChange(people.filter((one) => one !== account))
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event.key)
    if (step !== 0 && isOpen) {
      event.preventDefault()
      setChosen((at + step + found.length) % found.length)
    } else if (event.key === 'Enter' && found[at]) {
      event.preventDefault()
      take(found[at])
    } else if (event.key === 'Escape' && text !== '') {
      event.preventDefault()
      setText('')
    } else if (event.key === 'Backspace' && text === '' && people.length > 0) drop(people.at(-1)!)
  }
  return (
    <div className={css.picker}>
      <label htmlFor={`${id}-field`}>{t('conversations.to')}</label>
      <div className={css.chips}>
        {people.map((account) => (
          <Chip key={account.id} account={account} onDrop={() => drop(account)} />
        ))}
        <input
          ref={field}
          id={`${id}-field`}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${id}-found`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen ? `${id}-${at}` : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="auto"
          placeholder={people.length === 0 ? t('conversations.toHint') : ''}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <Found id={id} found={found} at={at} isKnown={isKnown} onPoint={setChosen} onTake={take} />
    </div>
  )
}

const stepOf = (key: string): number => (key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0)

interface FoundProps {
  readonly id: string
  readonly found: readonly Account[]
  readonly at: number
  readonly isKnown: boolean
  readonly onPoint: (index: number) => void
  readonly onTake: (account: Account) => void
}

const Found = ({ id, found, at, isKnown, onPoint, onTake }: FoundProps) => (
  <>
    <div
      id={`${id}-found`}
      role="listbox"
      aria-label={t('conversations.to')}
      className={found.length > 0 ? css.found : ''}
    >
      {found.map((account, index) => (
        <Option
          key={account.id}
          id={`${id}-${index}`}
          account={account}
          isChosen={index === at}
          onPoint={() => onPoint(index)}
          onTake={() => onTake(account)}
        />
      ))}
    </div>
    <p role="status" className={found.length > 0 ? 'unseen' : 'soft small'}>
      {isKnown && (found.length > 0 ? t('conversations.found', { count: found.length }) : t('conversations.nobody'))}
    </p>
  </>
)

interface OptionProps {
  readonly id: string
  readonly account: Account
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onTake: () => void
}

const Option = ({ id, account, isChosen, onPoint, onTake }: OptionProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={isChosen}
    className={css.option}
    onPointerMove={onPoint}
    onClick={onTake}
  >
    <Avatar src={account.avatar_static} size="small" />
    <span>
      <b>
        <Name account={account} />
      </b>
      <bdi className="soft">@{account.acct}</bdi>
    </span>
  </div>
)

const Chip = ({ account, onDrop }: { readonly account: Account; readonly onDrop: () => void }) => (
  <span className={css.chip}>
    <Avatar src={account.avatar_static} size="tiny" />
    <Name account={account} />
    <IconButton icon="close" label={t('conversations.removePerson', { name: nameOf(account) })} onClick={onDrop} />
  </span>
)

/** People of that name, without those who were chosen. `isKnown`: the answer for this text is there. */
function useFound(text: string, people: readonly Account[]) {
  const wanted = useDeferredValue(usePaused(text.trim().replace(/^@/, '')))
  const { data } = useQuery({
    queryKey: ['people-search', wanted],
    enabled: wanted !== '',
    queryFn: ({ signal }) =>
      get<Account[]>('/api/v1/accounts/search', { q: wanted, limit: MOST_FOUND, resolve: false }, signal),
  })
  if (text.trim() === '' || wanted === '') return { found: [], isKnown: false }
  const taken = new Set([currentMe()?.id, ...people.map((one) => one.id)])
  return { found: (data ?? []).filter((one) => !taken.has(one.id)), isKnown: data !== undefined }
}

/** The text when nothing was typed for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
