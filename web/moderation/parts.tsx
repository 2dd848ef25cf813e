/** What staff pages are made of. */
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import { Name } from '../accounts/name.tsx'
import { t } from '../messages/index.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Link, navigate, useAddress } from '../ui/router.tsx'
import css from './staff.module.css'

export type Tone = 'plain' | 'good' | 'warn' | 'bad'

/** A short word about the state of something. */
export const Badge = ({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) => (
  <span className={`${css.badge} ${css[tone]}`}>{children}</span>
)

/** Somebody, as a link to what staff know of them. */
export const StaffPerson = ({ account }: { readonly account: Account }) => (
  <Link to={`/admin/accounts/${account.id}`} className={css.person}>
    <Avatar src={account.avatar_static} size="small" />
    <span>
      <b>
        <Name account={account} />
      </b>{' '}
      <bdi dir="ltr" className="soft">
        @{account.acct}
      </bdi>
    </span>
  </Link>
)

/** Facts with their names; what is null is left out. */
export const Facts = ({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode] | null)[] }) => (
  <dl className={css.facts}>
    {facts
      .filter((fact) => fact !== null)
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
)

/** Filters that stand in the address, so that they are there again on the way back. */
export function useFilters(): {
  readonly of: (name: string) => string
  readonly set: (change: Readonly<Record<string, string>>) => void
} {
  const address = useAddress()
  const [path, search = ''] = address.split('?')
  const now = new URLSearchParams(search)
  return {
    of: (name) => now.get(name) ?? '',
    set: (change) => {
      for (const [name, value] of Object.entries(change)) {
        if (value) now.set(name, value)
        else now.delete(name)
      }
      const next = now.toString()
      navigate(next ? `${path}?${next}` : path!, { replace: true })
    },
  }
}

/** Where one types what to look for; it is looked for on Enter. */
export function SearchBox({
  label,
  value,
  onSearch,
}: {
  readonly label: string
  readonly value: string
  readonly onSearch: (text: string) => void
}) {
  const [text, setText] = useState(value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(text.trim())
  }
  return (
    <search className={css.searchPlace}>
      <form className={css.search} onSubmit={submit}>
        <input
          type="search"
          aria-label={label}
          placeholder={label}
          value={text}
          dir="auto"
          onChange={(event) => setText(event.target.value)}
        />
        <IconButton type="submit" icon="search" label={t('common.search')} />
      </form>
    </search>
  )
}

export { Chips } from '../ui/chips.tsx'

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string) => void
}

/** A small select of a row of filters. */
export const Choice = ({ label, value, options, onChange }: ChoiceProps) => (
  <label className={css.choice}>
    <span>{label}</span>
    <select value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  </label>
)
