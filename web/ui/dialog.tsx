/** Dialogs on the browser's own <dialog>: it holds the focus inside, closes on Escape, and gives the focus back. */
import { type ReactNode, useEffect, useId, useRef, useSyncExternalStore } from 'react'
import { t } from '../messages/index.ts'
import { Button, IconButton } from './button.tsx'
import css from './dialog.module.css'

let open: readonly HTMLDialogElement[] = []
const watchers = new Set<() => void>()
const setOpen = (next: typeof open) => {
  open = next
  for (const watcher of watchers) watcher()
}

/** The dialog that is on top, outside of which nothing can be reached or is read out; null when there is none. */
export const useTopDialog = (): HTMLDialogElement | null =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => open.at(-1) ?? null,
  )

interface DialogProps {
  readonly title: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons at the foot. */
  readonly actions?: ReactNode
  readonly size?: 'normal' | 'wide' | 'full'
  /** Asked before Escape, the cross or a click beside closes it; false keeps it open (something is unsaved). */
  readonly mayClose?: () => boolean | Promise<boolean>
}

/** Open as long as it is rendered. */
export function Dialog({ title, onClose, children, actions, size = 'normal', mayClose }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const dialog = element.current!
    dialog.showModal()
    // Closed dialogs take no focus, so React's autoFocus comes too early.
    dialog.querySelector<HTMLElement>('[data-focus]')?.focus()
    document.documentElement.classList.add('behind')
    setOpen([...open, dialog])
    return () => {
      setOpen(open.filter((one) => one !== dialog))
      dialog.close()
      if (!document.querySelector('dialog[open]')) document.documentElement.classList.remove('behind')
    }
  }, [])
  const leave = async () => {
    if (!mayClose || (await mayClose())) onClose()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click beside is an extra, Escape and the cross are there
    <dialog
      ref={element}
      className={`${css.dialog} ${css[size]}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        // A cancelled file chooser inside bubbles up as well.
        if (event.target !== element.current) return
        event.preventDefault()
        void leave()
      }}
      onClick={(event) => {
        if (event.target === element.current) void leave()
      }}
    >
      <div className={css.inside}>
        <header className={css.header}>
          <IconButton icon="close" label={t('common.close')} onClick={() => void leave()} />
          <h2 id={heading}>{title}</h2>
        </header>
        <div className={css.body}>{children}</div>
        {actions && <footer className={css.actions}>{actions}</footer>}
      </div>
    </dialog>
  )
}

interface Question {
  readonly title: string
  readonly text?: ReactNode
  /** The word on the button that does it. */
  readonly action: string
  readonly danger?: boolean
  readonly answer: (yes: boolean) => void
}

let question: Question | null = null
const listeners = new Set<() => void>()
const setQuestion = (next: Question | null) => {
  question = next
  for (const listener of listeners) listener()
}

/** Asks before something that cannot be undone. */
export const askToConfirm = (asked: Omit<Question, 'answer'>): Promise<boolean> =>
  new Promise((answer) => setQuestion({ ...asked, answer }))

/** Where questions appear; once, at the root. */
export function Confirmations() {
  const asked = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => question,
  )
  if (!asked) return null
  const answer = (yes: boolean) => {
    setQuestion(null)
    asked.answer(yes)
  }
  return (
    <Dialog
      title={asked.title}
      onClose={() => answer(false)}
      actions={
        <>
          <Button onClick={() => answer(false)}>{t('common.cancel')}</Button>
          <Button variant={asked.danger ? 'danger' : 'primary'} onClick={() => answer(true)} data-focus>
            {asked.action}
          </Button>
        </>
      }
    >
      {asked.text && <div>{asked.text}</div>}
    </Dialog>
  )
}
