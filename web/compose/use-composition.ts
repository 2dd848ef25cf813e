/** The state of a composer, and everything that can be done with it. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { t } from '../messages/index.ts'
import type { ComposeIntent } from '../session/intents.ts'
import { instance, useMe } from '../session/me.ts'
import { preferences } from '../session/preferences.ts'
import { askToConfirm } from '../ui/dialog.tsx'
import { navigate } from '../ui/router.tsx'
import { errorText } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { countCharacters } from './count.ts'
import { type Composition, changed, emptyPiece, fingerprint, isEmpty, type Piece, problemOf } from './model.ts'
import { remember } from './recent.ts'
import { dropSafe, keepSafe, keptSafe, safetyName } from './safety.ts'
import { refreshLater, type Sent, saveDraft, send } from './send.ts'
import { start } from './start.ts'
import { useMedia } from './use-media.ts'

export const limits = {
  characters: instance.configuration.statuses.max_characters,
  pollCharacters: instance.configuration.polls.max_characters_per_option,
} as const

const SAFETY_MS = 500

export interface Composing {
  readonly value: Composition
  /** Something was written that would be lost. */
  readonly isDirty: boolean
  /** It was brought back from the copy in this browser. */
  readonly restored: boolean
  readonly busy: boolean
  /** What is wrong with what is written or was refused, as a sentence. */
  readonly error: string | null
  readonly setError: (error: string | null) => void
  readonly change: (change: (before: Composition) => Composition) => void
  readonly changePiece: (key: string, change: (before: Piece) => Partial<Piece>) => void
  readonly addFiles: (key: string, files: readonly File[]) => void
  readonly retryFile: (key: string, medium: string) => void
  readonly removeMedium: (key: string, medium: string) => void
  readonly submit: () => Promise<void>
  readonly save: () => Promise<boolean>
  readonly discard: () => void
  /** Forgets what was brought back, and begins anew. */
  readonly restart: () => void
}

interface Loaded {
  readonly value: Composition | null
  readonly failure: unknown
  readonly retry: () => void
  readonly composing: Composing | null
}

/** @param onDone what happens when it was sent. */
export function useComposition(intent: ComposeIntent, onDone: () => void): Loaded {
  const me = useMe()!
  const name = useMemo(() => safetyName(intent, me.id), [intent, me.id])
  const [value, setValue] = useState<Composition | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [restored, setRestored] = useState(false)
  const [first, setFirst] = useState('')
  const begin = useCallback(
    async (mayRestore: boolean) => {
      setFailure(null)
      try {
        const fresh = await start(intent, me)
        const kept = mayRestore ? keptSafe(name) : null
        const base = intent.kind === 'new' && (intent.text || intent.files) ? null : kept
        setFirst(fingerprint(fresh))
        setRestored(base !== null)
        setValue(base ? withoutPast({ ...base, widest: fresh.widest }) : fresh)
      } catch (error) {
        setFailure(error)
      }
    },
    [intent, me, name],
  )
  useEffect(() => void begin(true), [begin])
  const isDirty = value !== null && fingerprint(value) !== first && !value.pieces.every(isEmpty)
  useSafety(name, value, isDirty)
  const actions = useActions({ name, value, setValue, onDone, first })
  useGivenFiles(intent, value, actions.addFiles)
  const restart = useCallback(() => {
    dropSafe(name)
    void begin(false)
  }, [name, begin])
  return {
    value,
    failure,
    retry: () => void begin(true),
    composing: value && { ...actions, value, isDirty, restored, restart },
  }
}

/** A time that has passed while it lay here would mean now. */
function withoutPast(kept: Composition): Composition {
  const { scheduledAt } = kept.settings
  const isPast = scheduledAt !== null && Date.parse(scheduledAt) <= Date.now()
  return isPast ? { ...kept, settings: { ...kept.settings, scheduledAt: null } } : kept
}

function useSafety(name: string, value: Composition | null, isDirty: boolean): void {
  useEffect(() => {
    if (!value) return
    const timer = setTimeout(() => (isDirty ? keepSafe(name, value) : dropSafe(name)), SAFETY_MS)
    const now = () => {
      if (isDirty) keepSafe(name, value)
    }
    addEventListener('pagehide', now)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', now)
    }
  }, [name, value, isDirty])
}

/** Files that it was opened with (a drop on the page, the share sheet). */
function useGivenFiles(intent: ComposeIntent, value: Composition | null, addFiles: Composing['addFiles']): void {
  const taken = useRef(false)
  const files = intent.kind === 'new' ? intent.files : undefined
  useEffect(() => {
    if (!value || !files?.length || taken.current) return
    taken.current = true
    addFiles(value.pieces[0]!.key, files)
  }, [value, files, addFiles])
}

interface Around {
  readonly name: string
  readonly value: Composition | null
  readonly setValue: (change: (before: Composition | null) => Composition | null) => void
  readonly onDone: () => void
  readonly first: string
}

function useActions({ name, value, setValue, onDone }: Around) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const current = useRef(value)
  current.current = value
  const isBusy = useRef(false)
  isBusy.current = busy
  const change = useCallback(
    (next: (before: Composition) => Composition) => {
      // It is on its way as it was: what changes now would be neither sent nor kept.
      if (isBusy.current) return
      setError(null)
      setValue((before) => before && next(before))
    },
    [setValue],
  )
  const changePiece = useCallback<Composing['changePiece']>(
    (key, next) => change((before) => ({ ...before, pieces: changed(before.pieces, key, next) })),
    [change],
  )
  const media = useMedia(current, setValue, changePiece, setError)
  const submit = async () => {
    const composition = current.current
    if (!composition || busy) return
    const wrong = whatIsWrong(composition)
    if (wrong) return setError(wrong)
    if (!(await mayLackDescriptions(composition))) return
    setBusy(true)
    setError(null)
    try {
      const sent = await send(composition, (left) => {
        if (left.pieces.length > 0) setValue(() => left)
      })
      remember('languages', composition.settings.language)
      dropSafe(name)
      setValue(() => null)
      say(sent)
      onDone()
    } catch (problem) {
      setError(errorText(problem))
    } finally {
      setBusy(false)
    }
  }
  const save = async () => {
    if (!current.current || busy) return false
    setBusy(true)
    try {
      await saveDraft(current.current)
      dropSafe(name)
      toast(t('compose.draftSaved'), { label: t('compose.drafts'), run: () => navigate('/drafts') })
      return true
    } catch (problem) {
      setError(errorText(problem))
      return false
    } finally {
      setBusy(false)
    }
  }
  const discard = () => {
    media.abortAll()
    dropSafe(name)
    refreshLater()
  }
  return { busy, error, setError, change, changePiece, ...media, submit, save, discard }
}

function whatIsWrong(composition: Composition): string | null {
  for (const [at, piece] of composition.pieces.entries()) {
    const length = countCharacters(piece.text.trim(), piece.warning?.trim() ?? '')
    const problem = problemOf(piece, length, limits, at === 0 && composition.quoting !== null)
    if (!problem) continue
    const over = length - limits.characters
    const text = problem === 'tooLong' ? t('compose.tooLong', { count: over }) : t(`compose.${problem}`)
    return composition.pieces.length > 1 ? t('compose.inPost', { number: at + 1, text }) : text
  }
  return null
}

async function mayLackDescriptions({ pieces }: Composition): Promise<boolean> {
  const lacking = pieces
    .flatMap(({ media }) => media)
    .filter(({ kind, description }) => kind !== 'audio' && description.trim() === '').length
  if (lacking === 0 || !preferences().confirmMissingAlt) return true
  return await askToConfirm({
    title: t('compose.noAltTitle', { count: lacking }),
    text: t('compose.noAltText'),
    action: t('compose.postAnyway'),
  })
}

function say(sent: Sent): void {
  if (sent.kind === 'scheduled') {
    toast(t('compose.scheduledFor', { time: moment(sent.at) }), {
      label: t('compose.view'),
      run: () => navigate('/scheduled'),
    })
    return
  }
  const { account, id } = sent.status
  toast(t(sent.kind === 'edited' ? 'compose.edited' : 'compose.posted'), {
    label: t('compose.view'),
    run: () => navigate(`/@${account.acct}/${id}`),
  })
}

/** Another post below, which replies to the last one. */
export const withAnother = (before: Composition): Composition => ({
  ...before,
  pieces: [...before.pieces, { ...emptyPiece(), sensitive: before.pieces[0]!.sensitive }],
})
