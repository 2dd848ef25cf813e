import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { Name } from '../accounts/name.tsx'
import { useAccount } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icons.tsx'
import { navigate } from '../ui/router.tsx'
import { keepSearches, recentSearches, rememberSearch, searchPath } from './search.ts'
import css from './search-box.module.css'
import { type Offer, useOffers } from './suggest.ts'

interface SearchBoxProps {
  /** What is searched for now. A box with another one is another box: give it as the key as well. */
  readonly value?: string
  readonly autoFocus?: boolean
}

/** What the field and its list know and do. */
function useSearchBox(value: string) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [recent, setRecent] = useState<readonly string[]>([])
  const offers = useOffers(text, recent, isOpen)
  const at = Math.min(active, offers.length - 1)
  const hasRecent = isOpen && text.trim() === '' && recent.length > 0
  const isShown = isOpen && offers.length > 0

  const open = () => {
    setRecent(recentSearches())
    setOpen(true)
  }
  const close = () => {
    setOpen(false)
    setActive(-1)
  }
  const go = (q: string | null, to: string) => {
    if (q !== null) rememberSearch(q)
    setText(q ?? '')
    close()
    field.current?.blur()
    navigate(to)
  }
  const choose = (offer: Offer) => go(offer.kind === 'search' || offer.kind === 'recent' ? offer.q : null, offer.to)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const offer = offers[at]
    if (offer) choose(offer)
    else if (text.trim()) go(text.trim(), searchPath(text.trim()))
  }
  const move = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      // The field's own Escape would empty it: the first press closes the list only.
      if (isShown) event.preventDefault()
      close()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) return open()
      // One place more than there are offers: the field itself.
      const places = offers.length + 1
      const next = (at + 1 + (event.key === 'ArrowDown' ? 1 : places - 1)) % places
      setActive(next - 1)
    }
  }
  const forget = () => {
    keepSearches([])
    setRecent([])
    field.current?.focus()
  }
  const change = (next: string) => {
    setText(next)
    setActive(-1)
    if (!isOpen) open()
  }
  const clear = () => {
    setText('')
    field.current?.focus()
  }
  return { field, text, offers, at, hasRecent, isShown, open, close, choose, submit, move, forget, change, clear }
}
type Box = ReturnType<typeof useSearchBox>

/** The search field, with what it offers while somebody types (WAI-ARIA combobox with a list). */
export function SearchBox({ value = '', autoFocus = false }: SearchBoxProps) {
  const id = useId()
  const box = useSearchBox(value)
  return (
    <search
      className={css.box}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) box.close()
      }}
    >
      <Field id={id} box={box} autoFocus={autoFocus} />
      <Popup id={id} box={box} />
    </search>
  )
}

interface PartProps {
  readonly id: string
  readonly box: Box
}

function Field({ id, box, autoFocus }: PartProps & { readonly autoFocus: boolean }) {
  const { field, text, at, isShown, open, submit, move, change, clear } = box
  return (
    <form action="/search" onSubmit={submit} className={css.field}>
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        name="q"
        role="combobox"
        aria-label={t('common.search')}
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        placeholder={t('common.search')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={1000}
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: the page that searches is there for its field
        autoFocus={autoFocus}
        value={text}
        onChange={(event) => change(event.target.value)}
        onFocus={open}
        onClick={open}
        onKeyDown={move}
      />
      {text !== '' && <IconButton icon="close" label={t('explore.clear')} className={css.clear} onClick={clear} />}
    </form>
  )
}

function Popup({ id, box: { offers, at, hasRecent, isShown, choose, forget } }: PartProps) {
  return (
    <div className={css.popup} hidden={!isShown}>
      {hasRecent && <p className={css.heading}>{t('explore.recent')}</p>}
      <div role="listbox" id={`${id}-list`} aria-label={t('explore.offers')}>
        {offers.map((offer, index) => (
          <Line
            key={`${offer.kind} ${offer.to}`}
            id={`${id}-${index}`}
            offer={offer}
            isActive={index === at}
            onChoose={() => choose(offer)}
          />
        ))}
      </div>
      {hasRecent && (
        <Button variant="plain" size="small" onClick={forget}>
          {t('explore.forget')}
        </Button>
      )}
    </div>
  )
}

interface LineProps {
  readonly id: string
  readonly offer: Offer
  readonly isActive: boolean
  readonly onChoose: () => void
}

const Line = ({ id, offer, isActive, onChoose }: LineProps) => (
  // The focus stays in the field, which says by aria-activedescendant which line is meant; so keys are the field's.
  // biome-ignore lint/a11y/useKeyWithClickEvents: as above
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={isActive}
    className={css.line}
    onPointerDown={(event) => event.preventDefault()}
    onClick={onChoose}
  >
    {offer.kind === 'person' ? <PersonWords id={offer.id} /> : <PlainWords offer={offer} />}
  </div>
)

function PersonWords({ id }: { readonly id: string }) {
  const account = useAccount(id)
  if (!account) return null
  return (
    <>
      <Avatar src={account.avatar_static} size="small" />
      <span className={css.words}>
        <strong>
          <Name account={account} />
        </strong>
        <small>
          <bdi dir="ltr">@{account.acct}</bdi>
        </small>
      </span>
    </>
  )
}

const icons = { search: 'search', recent: 'clock', go: 'user', tag: 'hash' } as const satisfies Record<string, IconName>

function PlainWords({ offer }: { readonly offer: Exclude<Offer, { kind: 'person' }> }) {
  return (
    <>
      <span className={css.sign}>
        <Icon name={icons[offer.kind]} />
      </span>
      <span className={css.words}>
        {offer.kind === 'search' && t.parts('explore.searchFor', { q: <bdi key="q">{offer.q}</bdi> })}
        {offer.kind === 'recent' && <bdi>{offer.q}</bdi>}
        {offer.kind === 'go' && t.parts('explore.goTo', { name: <bdi key="name" dir="ltr">{`@${offer.name}`}</bdi> })}
        {offer.kind === 'tag' && <bdi>#{offer.name}</bdi>}
      </span>
    </>
  )
}
