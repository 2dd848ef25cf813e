import { type RefObject, useLayoutEffect, useRef } from 'react'
import { Name } from '../accounts/name.tsx'
import { t } from '../messages/index.ts'
import { Avatar } from '../ui/avatar.tsx'
import { EmojiPicture } from '../ui/emoji-text.tsx'
import { Icon } from '../ui/icons.tsx'
import { caretRect } from './caret.ts'
import css from './popup.module.css'
import type { Suggestion } from './suggest.ts'

interface SuggestionsProps {
  readonly id: string
  readonly area: RefObject<HTMLTextAreaElement | null>
  /** Where in the text it is about. */
  readonly at: number
  readonly found: readonly Suggestion[]
  readonly chosen: number
  readonly accept: (suggestion: Suggestion) => void
  readonly setChosen: (index: number) => void
}

const MARGIN_PX = 8

/** The list below the caret, or above where there is more room. The focus stays in the text (ARIA's active descendant). */
export function Suggestions({ id, area, at, found, chosen, accept, setChosen }: SuggestionsProps) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has another height
  useLayoutEffect(() => {
    const box = list.current!
    if (!box.matches(':popover-open')) box.showPopover()
    const caret = caretRect(area.current!, at)
    const { width, height } = box.getBoundingClientRect()
    const fits = innerHeight - caret.bottom - MARGIN_PX >= height || caret.top < height
    box.style.top = `${fits ? caret.bottom + 4 : caret.top - height - 4}px`
    const rtl = getComputedStyle(area.current!).direction === 'rtl'
    const left = rtl ? caret.left - width : caret.left
    box.style.left = `${Math.min(Math.max(MARGIN_PX, left), document.documentElement.clientWidth - width - MARGIN_PX)}px`
  }, [area, at, found])
  return (
    <div
      ref={list}
      id={id}
      popover="manual"
      role="listbox"
      aria-label={t('compose.suggestions')}
      className={css.suggestions}
      tabIndex={-1}
    >
      {found.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text area's
        <div
          key={suggestion.key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={css.suggestion}
          // Keeps the focus in the text.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onPointerMove={() => setChosen(index)}
          onClick={() => accept(suggestion)}
        >
          <Words of={suggestion} />
        </div>
      ))}
    </div>
  )
}

function Words({ of }: { readonly of: Suggestion }) {
  if (of.kind === 'person') {
    return (
      <>
        <Avatar src={of.account.avatar_static} size="small" />
        <span>
          <b>
            <Name account={of.account} />
          </b>
          <small>
            <bdi dir="ltr">@{of.account.acct}</bdi>
          </small>
        </span>
      </>
    )
  }
  if (of.kind === 'tag') {
    return (
      <>
        <Icon name="hash" />
        <span dir="auto">{of.name}</span>
      </>
    )
  }
  return (
    <>
      <i className={css.sign}>{of.emoji.custom ? <EmojiPicture emoji={of.emoji.custom} /> : of.emoji.text}</i>
      <span dir="auto">{of.emoji.label}</span>
    </>
  )
}
