/** Choose the language that a post is written in: those used lately first, all of ISO 639-1 by their names. */
import { type KeyboardEvent, useRef, useState } from 'react'
import { language as pageLanguage, t } from '../messages/index.ts'
import { Icon } from '../ui/icons.tsx'
import { nameOfLanguage } from './language-name.ts'
import css from './popup.module.css'
import { recent } from './recent.ts'

const CODES =
  'aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'.split(
    ' ',
  )

interface Choice {
  readonly code: string
  readonly name: string
  /** In the language itself. */
  readonly own: string
}
let all: readonly Choice[] | null = null
function choices(): readonly Choice[] {
  all ??= CODES.map((code) => ({ code, name: nameOfLanguage(code), own: nameOfLanguage(code, code) }))
    .filter(({ name, code }) => name !== code)
    .sort((a, b) => a.name.localeCompare(b.name, pageLanguage))
  return all
}

interface Props {
  /** '' lets the server find out. */
  readonly value: string
  readonly onChoose: (code: string) => void
}

export default function LanguagePicker({ value, onChoose }: Props) {
  const [query, setQuery] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const typed = query.trim().toLowerCase()
  const found = choices().filter(
    ({ code, name, own }) => code === typed || name.toLowerCase().includes(typed) || own.toLowerCase().includes(typed),
  )
  const first = [...new Set([value, ...recent('languages'), pageLanguage])].filter(Boolean)
  const latest = typed ? [] : first.flatMap((code) => choices().find((one) => one.code === code) ?? [])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const buttons = [...list.current!.querySelectorAll('button')]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus()
  }
  const row = ({ code, name, own }: Choice) => (
    <button key={code} type="button" aria-pressed={value === code} onClick={() => onChoose(code)}>
      <span>
        {name}
        {own !== name && (
          <small lang={code} dir="auto">
            {own}
          </small>
        )}
      </span>
      {value === code && <Icon name="check" />}
    </button>
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows go from the field to the list and through it
    <div onKeyDown={onKeyDown}>
      <div className={css.search}>
        <input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && typed && found[0]) onChoose(found[0].code)
          }}
          aria-label={t('compose.searchLanguage')}
          placeholder={t('compose.searchLanguage')}
          // biome-ignore lint/a11y/noAutofocus: it was opened to look for one
          autoFocus
        />
      </div>
      <div ref={list} className={css.choices}>
        {!typed && (
          <button type="button" aria-pressed={value === ''} onClick={() => onChoose('')}>
            <span>{t('compose.languageAuto')}</span>
            {value === '' && <Icon name="check" />}
          </button>
        )}
        {latest.map(row)}
        {!typed && <hr />}
        {found.filter((one) => !latest.includes(one)).map(row)}
        {found.length === 0 && <p className={css.nothing}>{t('compose.noLanguage')}</p>}
      </div>
    </div>
  )
}
