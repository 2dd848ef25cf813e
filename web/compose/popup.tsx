/** Something that opens at a button, over everything: a picker with fields of its own, which a menu cannot have. */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import css from './popup.module.css'

interface PopupProps {
  readonly label: string
  readonly button: (props: {
    'aria-haspopup': 'dialog'
    'aria-expanded': boolean
    onClick: () => void
    ref: (element: HTMLButtonElement | null) => void
  }) => ReactNode
  readonly children: (close: () => void) => ReactNode
}

export function Popup({ label, button, children }: PopupProps) {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  return (
    <>
      {button({
        'aria-haspopup': 'dialog',
        'aria-expanded': open,
        onClick: () => setOpen(!open),
        ref: (element) => {
          opener.current = element
        },
      })}
      {open && (
        <Panel
          label={label}
          opener={opener.current!}
          onClose={(refocus) => {
            setOpen(false)
            if (refocus) opener.current?.focus()
          }}
        >
          {children(() => setOpen(false))}
        </Panel>
      )}
    </>
  )
}

interface PanelProps {
  readonly label: string
  readonly opener: HTMLElement
  readonly onClose: (refocus: boolean) => void
  readonly children: ReactNode
}

const MARGIN_PX = 8

function Panel({ label, opener, onClose, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = panel.current!
    box.showPopover()
    const place = () => {
      const at = opener.getBoundingClientRect()
      const { width, height } = box.getBoundingClientRect()
      const below = innerHeight - at.bottom - MARGIN_PX
      const top = below >= height ? at.bottom + 4 : Math.max(MARGIN_PX, at.top - height - 4)
      const wanted = document.documentElement.dir === 'rtl' ? at.right - width : at.left
      box.style.top = `${Math.max(MARGIN_PX, Math.min(top, innerHeight - height - MARGIN_PX))}px`
      box.style.left = `${Math.max(MARGIN_PX, Math.min(wanted, document.documentElement.clientWidth - width - MARGIN_PX))}px`
    }
    place()
    const observer = new ResizeObserver(place)
    observer.observe(box)
    return () => observer.disconnect()
  }, [opener])
  useEffect(() => {
    const away = (event: Event) => {
      const target = event.target as Node
      if (!panel.current?.contains(target) && !opener.contains(target)) onClose(false)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  })
  return (
    <div
      ref={panel}
      popover="manual"
      role="dialog"
      aria-label={label}
      className={css.panel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onClose(true)
      }}
      onBlur={(event) => {
        const to = event.relatedTarget
        if (to && !panel.current?.contains(to) && !opener.contains(to)) onClose(false)
      }}
    >
      {children}
    </div>
  )
}
