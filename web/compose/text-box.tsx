/** The text of a post: grows with what is written, and completes people, tags and emojis while one types. */
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { t } from '../messages/index.ts'
import { MOST_IN_A_BOX } from '../ui/fields.tsx'
import { replaced, type Token, tokenAt } from './completion.ts'
import css from './composer.module.css'
import { type Suggestion, suggestionsFor } from './suggest.ts'
import { Suggestions } from './suggestions.tsx'

const PAUSE_MS = 150

interface TextBoxProps {
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly value: string
  readonly label: string
  readonly placeholder: string
  readonly describedBy: string
  readonly wrong: boolean
  /** While it is sent. */
  readonly readOnly: boolean
  readonly language: string
  readonly onChange: (text: string) => void
  readonly onFiles: (files: File[]) => void
  readonly onSubmit: () => void
}

export function TextBox(props: TextBoxProps) {
  const { area, value, label, placeholder, describedBy, wrong, readOnly, language, onChange, onFiles, onSubmit } = props
  const id = useId()
  const { token, found, chosen, setChosen, look, close } = useCompletion()
  useGrowth(area, value)
  const accept = (suggestion: Suggestion) => {
    if (!token) return
    const next = replaced(value, token.start, token.end, suggestion.insert)
    onChange(next.text)
    close()
    setCaret(area, next.caret)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onSubmit()
    } else if (found.length > 0 && chooseByKey(event, { found, chosen, setChosen, accept, close })) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  const isOpen = found.length > 0
  return (
    <div className={css.textBox}>
      <textarea
        ref={area}
        className={css.text}
        dir="auto"
        maxLength={MOST_IN_A_BOX}
        rows={2}
        lang={language || undefined}
        value={value}
        readOnly={readOnly}
        placeholder={placeholder}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={wrong || undefined}
        aria-autocomplete="list"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen ? `${id}-${chosen}` : undefined}
        onChange={(event) => {
          onChange(event.target.value)
          const { isComposing } = event.nativeEvent as InputEvent
          look(isComposing ? null : tokenAt(event.target.value, event.target.selectionEnd))
        }}
        onCompositionEnd={(event) => {
          const { value: text, selectionEnd } = event.currentTarget
          look(tokenAt(text, selectionEnd))
        }}
        onSelect={(event) => {
          const { selectionStart, selectionEnd } = event.currentTarget
          if (token && (selectionStart !== selectionEnd || selectionEnd !== token.end)) close()
        }}
        onBlur={close}
        onKeyDown={onKeyDown}
        onPaste={(event) => takeFiles(event, onFiles)}
      />
      <span className="unseen" role="status">
        {isOpen ? t('compose.suggestionCount', { count: found.length }) : ''}
      </span>
      {isOpen && token && <Suggestions {...{ id, area, at: token.start, found, chosen, accept, setChosen }} />}
    </div>
  )
}

/** A picture in the clipboard is a file of the post; its name is not to be pasted as text. */
function takeFiles(event: ClipboardEvent, onFiles: (files: File[]) => void): void {
  const files = filesIn(event.clipboardData)
  if (files.length === 0) return
  event.preventDefault()
  onFiles(files)
}

interface Choosing {
  readonly found: readonly Suggestion[]
  readonly chosen: number
  readonly setChosen: (index: number) => void
  readonly accept: (suggestion: Suggestion) => void
  readonly close: () => void
}

/** @returns whether the key was for the list. */
function chooseByKey({ key, shiftKey }: KeyboardEvent, { found, chosen, setChosen, accept, close }: Choosing): boolean {
  const move = { ArrowDown: 1, ArrowUp: -1 }[key]
  if (move) setChosen((chosen + move + found.length) % found.length)
  else if ((key === 'Enter' || key === 'Tab') && !shiftKey) accept(found[chosen]!)
  else if (key === 'Escape') close()
  else return false
  return true
}

/** Pasted files; none where there is text as well: an office program sends a picture of it along. */
const filesIn = (data: DataTransfer): File[] => (data.getData('text/plain') ? [] : [...data.files])

export function setCaret(area: RefObject<HTMLTextAreaElement | null>, caret: number): void {
  requestAnimationFrame(() => {
    area.current?.focus()
    area.current?.setSelectionRange(caret, caret)
  })
}

/** As high as its text; where the browser can do it by itself, it does (field-sizing). */
function useGrowth(area: RefObject<HTMLTextAreaElement | null>, value: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes it grow
  useLayoutEffect(() => {
    if (CSS.supports('field-sizing', 'content') || !area.current) return
    area.current.style.blockSize = 'auto'
    area.current.style.blockSize = `${area.current.scrollHeight}px`
  }, [area, value])
}

function useCompletion() {
  const [token, setToken] = useState<Token | null>(null)
  const [found, setFound] = useState<readonly Suggestion[]>([])
  const [chosen, setChosen] = useState(0)
  const wanted = useRef<Token | null>(null)
  const look = (next: Token | null) => {
    wanted.current = next
    setToken(next)
    if (!next || next.sign !== token?.sign) setFound([])
  }
  useEffect(() => {
    if (!token) return
    const abort = new AbortController()
    const timer = setTimeout(async () => {
      // Without an answer there is just nothing to choose from.
      const list = await suggestionsFor(token, abort.signal).catch(() => [])
      if (abort.signal.aborted || wanted.current !== token) return
      setFound(list)
      setChosen(0)
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [token])
  return { token, found, chosen, setChosen, look, close: () => look(null) }
}
