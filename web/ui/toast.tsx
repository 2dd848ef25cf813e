/** Short words at the foot of the page about what was just done, or what went wrong; read out by screen readers. */
import { useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { t } from '../messages/index.ts'
import { IconButton } from './button.tsx'
import { useTopDialog } from './dialog.tsx'
import { errorText } from './states.tsx'
import css from './toast.module.css'

interface Toast {
  readonly id: number
  readonly text: string
  readonly bad: boolean
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

const SHOWN_MS = 6000
let toasts: readonly Toast[] = []
let count = 0
const listeners = new Set<() => void>()
function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}
const drop = (id: number) => change(toasts.filter((toast) => toast.id !== id))

function show(text: string, bad: boolean, action?: Toast['action']): void {
  const id = ++count
  change([...toasts.filter((toast) => toast.text !== text).slice(-2), { id, text, bad, action }])
  setTimeout(() => drop(id), action ? 2 * SHOWN_MS : SHOWN_MS)
}

/** Says what was done. `action` offers a button, such as undoing it. */
export const toast = (text: string, action?: Toast['action']): void => show(text, false, action)
/** Says what did not work, and why. */
export const toastError = (error: unknown): void => show(errorText(error), true)

/** Where they appear; once, at the root. They move into a dialog that is open: around it nothing is read out. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  const dialog = useTopDialog()
  const all = (
    <div className={css.toasts} role="status" aria-live="polite">
      {shown.map(({ id, text, bad, action }) => (
        <div key={id} className={`${css.toast} ${bad ? css.bad : ''}`}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              onClick={() => {
                drop(id)
                action.run()
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton icon="close" label={t('common.close')} onClick={() => drop(id)} />
        </div>
      ))}
    </div>
  )
  return dialog ? createPortal(all, dialog) : all
}
