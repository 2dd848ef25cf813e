/** Choose an emoji: those used lately, this network's own by their categories, and all of Unicode's. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { t } from '../messages/index.ts'
import { EmojiPicture } from '../ui/emoji-text.tsx'
import { Icon } from '../ui/icons.tsx'
import { Spinner } from '../ui/states.tsx'
import { asEmoji, customEmojis, type Emoji, findEmojis, unicodeEmojis } from './emoji-data.ts'
import css from './popup.module.css'
import { recent, remember } from './recent.ts'

/** Of Unicode, by the numbers that the data has, with the emoji that stands for each. */
const GROUPS = [
  [0, '😀', 'groupSmileys'],
  [1, '👋', 'groupPeople'],
  [3, '🐻', 'groupAnimals'],
  [4, '🍎', 'groupFood'],
  [5, '✈️', 'groupTravel'],
  [6, '⚽', 'groupActivities'],
  [7, '💡', 'groupObjects'],
  [8, '❤️', 'groupSymbols'],
  [9, '🏳️', 'groupFlags'],
] as const
const MOST_FOUND = 120
const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const
const TONE_KEY = 'emoji-tone'

interface Group {
  readonly key: string
  readonly name: string
  readonly sign: Emoji | string
  readonly emojis: readonly Emoji[]
}

export default function EmojiPicker({ onChoose }: { readonly onChoose: (text: string) => void }) {
  const all = useEmojis()
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState('')
  const [tone, setTone] = useTone()
  const groups = useMemo(() => all && groupsOf(all), [all])
  if (!all || !groups) return <Spinner />
  const found = query.trim() ? findEmojis(all, query, MOST_FOUND) : null
  const group = groups.find(({ key }) => key === open) ?? groups[0]!
  const choose = (emoji: Emoji) => {
    const text = emoji.tones[tone - 1] ?? emoji.text
    remember('emojis', emoji.text)
    onChoose(text)
  }
  return (
    <>
      <div className={css.search}>
        <input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          aria-label={t('compose.searchEmoji')}
          placeholder={t('compose.searchEmoji')}
          // biome-ignore lint/a11y/noAutofocus: it was opened to look for one
          autoFocus
        />
        <Tone tone={tone} onChange={setTone} />
      </div>
      {!found && (
        // biome-ignore lint/a11y/useSemanticElements: a row of buttons, no form
        <div className={css.groups} role="group" aria-label={t('compose.emojiGroups')}>
          {groups.map(({ key, name, sign }) => (
            <button
              key={key}
              type="button"
              aria-label={name}
              title={name}
              aria-pressed={key === group.key}
              onClick={() => setOpen(key)}
            >
              {typeof sign === 'string' ? sign : <Sign emoji={sign} tone={0} />}
              {sign === '' && <Icon name="clock" />}
            </button>
          ))}
        </div>
      )}
      <div className={css.scroll}>
        <h3 dir="auto">{found ? t('compose.emojiFound', { count: found.length }) : group.name}</h3>
        <Grid key={found ? query : group.key} emojis={found ?? group.emojis} tone={tone} onChoose={choose} />
        {found?.length === 0 && <p className={css.nothing}>{t('compose.noEmoji')}</p>}
      </div>
    </>
  )
}

function useEmojis(): readonly Emoji[] | null {
  const [all, setAll] = useState<readonly Emoji[] | null>(null)
  useEffect(() => {
    let gone = false
    void Promise.all([customEmojis().catch(() => []), unicodeEmojis()]).then(([custom, unicode]) => {
      if (!gone) setAll([...custom.filter((one) => one.visible_in_picker).map(asEmoji), ...unicode])
    })
    return () => {
      gone = true
    }
  }, [])
  return all
}

function useTone(): [number, (tone: number) => void] {
  const [tone, setTone] = useState(keptTone)
  return [
    tone,
    (next) => {
      setTone(next)
      try {
        localStorage.setItem(TONE_KEY, String(next))
      } catch {
        // A browser that keeps nothing: it holds until the picker is closed.
      }
    },
  ]
}

function keptTone(): number {
  try {
    return Number(localStorage.getItem(TONE_KEY)) || 0
  } catch {
    return 0
  }
}

function groupsOf(all: readonly Emoji[]): Group[] {
  const byText = new Map(all.map((emoji) => [emoji.text, emoji]))
  const latest = recent('emojis').flatMap((text) => byText.get(text) ?? [])
  const custom = new Map<string, Emoji[]>()
  for (const emoji of all) {
    if (!emoji.custom) continue
    const category = emoji.custom.category ?? t('compose.groupCustom')
    custom.set(category, [...(custom.get(category) ?? []), emoji])
  }
  return [
    ...(latest.length > 0 ? [{ key: 'recent', name: t('compose.groupRecent'), sign: '', emojis: latest }] : []),
    ...[...custom].map(([name, emojis]) => ({
      key: `custom ${name}`,
      name,
      sign: emojis.find((one) => one.custom?.featured) ?? emojis[0]!,
      emojis,
    })),
    ...GROUPS.map(([number, sign, name]) => ({
      key: String(number),
      name: t(`compose.${name}`),
      sign,
      emojis: all.filter(({ group }) => group === number),
    })),
  ]
}

interface GridProps {
  readonly emojis: readonly Emoji[]
  readonly tone: number
  readonly onChoose: (emoji: Emoji) => void
}

/** One stop of the Tab key; arrows, Home and End go from emoji to emoji. */
function Grid({ emojis, tone, onChoose }: GridProps) {
  const grid = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const onKeyDown = (event: KeyboardEvent) => {
    const columns = getComputedStyle(grid.current!).gridTemplateColumns.split(' ').length
    const forward = document.documentElement.dir === 'rtl' ? -1 : 1
    const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: columns, ArrowUp: -columns }[event.key]
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? emojis.length - 1 : step ? at + step : null
    if (to === null) return
    event.preventDefault()
    const next = Math.min(Math.max(to, 0), emojis.length - 1)
    setAt(next)
    ;(grid.current!.children[next] as HTMLElement | undefined)?.focus()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a set of buttons, no form
    <div ref={grid} className={css.grid} role="group" aria-label={t('compose.emojis')} onKeyDown={onKeyDown}>
      {emojis.map((emoji, index) => (
        <button
          key={emoji.text}
          type="button"
          tabIndex={index === at ? 0 : -1}
          aria-label={emoji.label}
          title={emoji.label}
          onFocus={() => setAt(index)}
          onClick={() => onChoose(emoji)}
        >
          <Sign emoji={emoji} tone={tone} />
        </button>
      ))}
    </div>
  )
}

const Sign = ({ emoji, tone }: { readonly emoji: Emoji; readonly tone: number }) =>
  emoji.custom ? <EmojiPicture emoji={emoji.custom} /> : (emoji.tones[tone - 1] ?? emoji.text)

function Tone({ tone, onChange }: { readonly tone: number; readonly onChange: (tone: number) => void }) {
  return (
    <button
      type="button"
      className={css.tone}
      aria-label={t('compose.skinTone', { number: tone + 1, count: TONES.length })}
      title={t('compose.skinTone', { number: tone + 1, count: TONES.length })}
      onClick={() => onChange((tone + 1) % TONES.length)}
    >
      {`✋${TONES[tone]}`}
    </button>
  )
}
