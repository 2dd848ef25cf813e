import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import css from './hover-card.module.css'

const CardInside = lazy(() => import('./hover-card-inside.tsx'))
const OPEN_MS = 400
const CLOSE_MS = 250
const MARGIN_PX = 8

/**
 * Around the link with somebody's name: who points at it for a while, or comes to it by the keyboard, sees a card about
 * them. The pointer may move onto the card, Tab leads into it, Escape closes it (WCAG 1.4.13). Not with a finger.
 */
export function AccountHoverCard({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const opener = useRef<HTMLSpanElement>(null)
  const plan = (next: boolean) => {
    clearTimeout(timer.current)
    if (next !== open) timer.current = setTimeout(() => setOpen(next), next ? OPEN_MS : CLOSE_MS)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches; what acts are the links inside
    <span
      ref={opener}
      className={css.around}
      onPointerEnter={(event) => event.pointerType === 'mouse' && plan(true)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && plan(false)}
      onPointerDown={() => clearTimeout(timer.current)}
      onFocus={(event) => event.target.matches(':focus-visible') && plan(true)}
      onBlur={() => plan(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        clearTimeout(timer.current)
        setOpen(false)
      }}
    >
      {children}
      {open && (
        <Suspense fallback={null}>
          <Card id={id} opener={opener.current!} />
        </Suspense>
      )}
    </span>
  )
}

function Card({ id, opener }: { readonly id: string; readonly opener: HTMLElement }) {
  const show = (card: HTMLSpanElement | null) => {
    if (!card) return
    card.showPopover()
    place(card, opener)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click in the card is not one on what lies below it
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <span ref={show} popover="manual" className={css.card} onClick={(event) => event.stopPropagation()}>
      <CardInside id={id} />
    </span>
  )
}

/** Under the name, or above it where there is more room. */
function place(card: HTMLElement, opener: HTMLElement): void {
  const at = opener.getBoundingClientRect()
  const { width, height } = card.getBoundingClientRect()
  const isBelow = innerHeight - at.bottom - MARGIN_PX >= height || innerHeight - at.bottom >= at.top
  const wanted = document.documentElement.dir === 'rtl' ? at.right - width : at.left
  card.style.left = `${Math.min(Math.max(MARGIN_PX, wanted), innerWidth - width - MARGIN_PX)}px`
  if (isBelow) card.style.top = `${at.bottom + 4}px`
  else card.style.bottom = `${innerHeight - at.top + 4}px`
}
