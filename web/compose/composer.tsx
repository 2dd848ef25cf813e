/** The composer: what is replied to, one post or several, what is quoted, for whom it is, and the button that sends. */
import { type DragEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { useStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { PostCard } from '../posts/post-card.tsx'
import type { ComposeIntent } from '../session/intents.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Failure, Spinner } from '../ui/states.tsx'
import css from './composer.module.css'
import type { Composition } from './model.ts'
import { PieceEditor } from './piece-editor.tsx'
import { SettingsBar } from './settings-bar.tsx'
import { Tools } from './tools.tsx'
import { type Composing, useComposition } from './use-composition.ts'

interface ComposerProps {
  readonly intent: ComposeIntent
  /** It was sent. */
  readonly onDone: () => void
  readonly autoFocus?: boolean
}

/** The whole composer, for the column of a page. What is unfinished is kept in the browser and comes back. */
export function Composer({ intent, onDone, autoFocus = false }: ComposerProps) {
  const { composing, failure, retry } = useComposition(intent, onDone)
  if (failure) return <Failure error={failure} onRetry={retry} />
  return (
    <div className={css.inline}>
      {composing ? <ComposerForm composing={composing} autoFocus={autoFocus} /> : <Spinner />}
    </div>
  )
}

interface FormProps {
  readonly composing: Composing
  readonly autoFocus: boolean
}

/** One text area for each post, by its key. */
function useAreas() {
  const areas = useRef(new Map<string, RefObject<HTMLTextAreaElement | null>>())
  return useCallback((key: string) => {
    const known = areas.current.get(key) ?? { current: null }
    areas.current.set(key, known)
    return known
  }, [])
}

export function ComposerForm({ composing, autoFocus }: FormProps) {
  const { value, change } = composing
  const { pieces } = value
  const areaOf = useAreas()
  const [active, setActive] = useState(pieces[0]!.key)
  const piece = pieces.find(({ key }) => key === active) ?? pieces[0]!
  const lastKey = pieces.at(-1)!.key
  useFocus(autoFocus, areaOf(pieces[0]!.key))
  const [added, setAdded] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus goes to a post that was just added
  useEffect(() => {
    if (added > 0) areaOf(lastKey).current?.focus()
  }, [added])
  const remove = useCallback(
    (key: string) => {
      const at = pieces.findIndex((one) => one.key === key)
      change((before) => ({ ...before, pieces: before.pieces.filter((one) => one.key !== key) }))
      areaOf((pieces[at - 1] ?? pieces[at + 1])!.key).current?.focus()
    },
    [pieces, change, areaOf],
  )
  const drop = useDrop((files) => composing.addFiles(piece.key, files))
  const refusal = useRefusal(value)
  if (refusal) return <Refused text={refusal} replyTo={value.replyTo} quoting={value.quoting} />
  return (
    // biome-ignore lint/a11y/useSemanticElements: its fields are sent by the buttons, never by the browser
    <div
      role="form"
      aria-label={t('compose.composer')}
      className={`${css.composer} ${drop.over ? css.dropping : ''}`}
      {...drop.handlers}
    >
      {value.replyTo !== null && value.origin.kind !== 'edit' && (
        <Around label={t('compose.replyingTo')} id={value.replyTo} />
      )}
      {composing.restored && <Restored onRestart={composing.restart} />}
      {pieces.map((one, at) => (
        <PieceEditor
          key={one.key}
          piece={one}
          number={at + 1}
          of={pieces.length}
          composing={composing}
          area={areaOf(one.key)}
          placeholder={placeholderOf(value, at)}
          isActive={one === piece}
          onActive={setActive}
          onRemove={remove}
        />
      ))}
      {value.quoting !== null && <Around label={t('compose.quoting')} id={value.quoting} />}
      <SettingsBar composing={composing} />
      <p className={css.error} role="alert">
        {composing.error && (
          <>
            <Icon name="alert" /> <span dir="auto">{composing.error}</span>
          </>
        )}
      </p>
      <Tools composing={composing} piece={piece} area={areaOf(piece.key)} onAdd={() => setAdded(added + 1)} />
    </div>
  )
}

function useFocus(wanted: boolean, area: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const text = area.current
    if (!wanted || !text) return
    text.focus()
    text.setSelectionRange(text.value.length, text.value.length)
  }, [wanted, area])
}

function placeholderOf({ replyTo, quoting, settings, origin }: Composition, at: number): string {
  if (at > 0) return t('compose.placeholderMore')
  if (origin.kind === 'edit') return t('compose.text')
  if (quoting !== null) return t('compose.placeholderQuote')
  if (replyTo !== null) return t('compose.placeholderReply')
  return t(settings.visibility === 'direct' ? 'compose.placeholderDirect' : 'compose.placeholder')
}

const Around = ({ label, id }: { readonly label: string; readonly id: string }) => (
  <section className={css.around} aria-label={label}>
    <PostCard id={id} variant="quote" />
  </section>
)

const Restored = ({ onRestart }: { readonly onRestart: () => void }) => (
  <p className={css.restored} role="status">
    <span>{t('compose.restored')}</span>
    <Button variant="plain" size="small" onClick={onRestart}>
      {t('compose.restart')}
    </Button>
  </p>
)

/** Why the person may not reply to or quote this, as a sentence. */
function useRefusal({ origin, replyTo, quoting }: Composition): string | null {
  const parent = useStatus(replyTo)
  const quoted = useStatus(quoting)
  if (origin.kind === 'edit') return null
  if (parent && !parent.reply_approval.current_user) return t('compose.mayNotReply')
  if (quoted?.quote_approval.current_user === 'denied') return t('compose.mayNotQuote')
  return null
}

const Refused = ({ text, replyTo, quoting }: { text: string; replyTo: string | null; quoting: string | null }) => (
  <div className={css.composer}>
    <Around label={t('compose.quoting')} id={(replyTo ?? quoting)!} />
    <p className={css.refused} role="alert">
      <Icon name="lock" /> {text}
    </p>
  </div>
)

/** Files may be dropped anywhere on it. */
function useDrop(onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false)
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      },
      onDrop: (event: DragEvent) => {
        setOver(false)
        if (!hasFiles(event)) return
        event.preventDefault()
        onFiles([...event.dataTransfer.files])
      },
    },
  }
}
