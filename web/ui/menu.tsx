/** A button that opens a menu (WAI-ARIA menu button): arrows, Home, End and letters move, Escape closes. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { Icon, type IconName } from './icons.tsx'
import css from './menu.module.css'
import { navigate } from './router.tsx'

export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  /** What it does; or `to`, where it leads. */
  readonly onSelect?: () => void
  readonly to?: string
  readonly danger?: boolean
  /** Given: one of several choices, and whether it is the one. */
  readonly checked?: boolean
  readonly hint?: string
}

/** null and false are left out, so that items can depend on something; 'line' separates. */
export type MenuItems = readonly (MenuItem | 'line' | null | false)[]

interface MenuProps {
  /** Or what gives them: asked while the menu is open only, which matters where each post of a list has menus. */
  readonly items: MenuItems | (() => MenuItems)
  /** The button: it gets what makes it one. */
  readonly button: (props: {
    'aria-haspopup': 'menu'
    'aria-expanded': boolean
    onClick: () => void
    ref: (element: HTMLButtonElement | null) => void
  }) => ReactNode
}

const MARGIN_PX = 8

export function Menu({ items, button }: MenuProps) {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  return (
    <>
      {button({
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onClick: () => setOpen(!open),
        ref: (element) => {
          opener.current = element
        },
      })}
      {open && (
        <MenuList
          items={(typeof items === 'function' ? items() : items).filter((item) => item !== null && item !== false)}
          opener={opener.current!}
          onClose={(refocus) => {
            setOpen(false)
            if (refocus) opener.current?.focus()
          }}
        />
      )}
    </>
  )
}

interface ListProps {
  readonly items: readonly (MenuItem | 'line')[]
  readonly opener: HTMLElement
  readonly onClose: (refocus: boolean) => void
}

function MenuList({ items, opener, onClose }: ListProps) {
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const buttons = () => choicesIn(list.current!)
  useLayoutEffect(() => {
    list.current!.showPopover()
    place(list.current!, opener)
    choicesIn(list.current!)[0]?.focus({ preventScroll: true })
  }, [opener])
  useEffect(() => {
    const away = (event: Event) => {
      if (!list.current?.contains(event.target as Node) && !opener.contains(event.target as Node)) onClose(false)
    }
    const scrolled = () => onClose(false)
    document.addEventListener('pointerdown', away)
    window.addEventListener('resize', scrolled)
    return () => {
      document.removeEventListener('pointerdown', away)
      window.removeEventListener('resize', scrolled)
    }
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const all = buttons()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to =
      event.key === 'ArrowDown'
        ? at + 1
        : event.key === 'ArrowUp'
          ? at - 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? -1
              : event.key.length === 1
                ? all.findIndex(
                    (one, index) => index > at && one.textContent?.toLowerCase().startsWith(event.key.toLowerCase()),
                  )
                : null
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault()
      onClose(event.key === 'Escape')
    } else if (to !== null && !(event.key.length === 1 && (to < 0 || event.key === ' '))) {
      event.preventDefault()
      all.at(to % all.length)?.focus()
    }
    event.stopPropagation()
  }
  const select = (item: MenuItem) => {
    onClose(true)
    if (item.to !== undefined) navigate(item.to)
    item.onSelect?.()
  }
  return (
    <div ref={list} id={id} popover="manual" role="menu" tabIndex={-1} className={css.menu} onKeyDown={onKeyDown}>
      {items.map((item, at) =>
        item === 'line' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are all alike
          <hr key={`line-${at}`} />
        ) : (
          <Choice key={item.label} item={item} onSelect={() => select(item)} />
        ),
      )}
    </div>
  )
}

function Choice({ item, onSelect }: { readonly item: MenuItem; readonly onSelect: () => void }) {
  return (
    <button
      type="button"
      role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
      {...(item.checked !== undefined && { 'aria-checked': item.checked })}
      tabIndex={-1}
      className={item.danger ? css.danger : undefined}
      onClick={(event) => {
        event.stopPropagation()
        onSelect()
      }}
    >
      {item.icon && <Icon name={item.icon} />}
      <span>
        {item.label}
        {item.hint && <small>{item.hint}</small>}
      </span>
      {item.checked && <Icon name="check" />}
    </button>
  )
}

const choicesIn = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>('[role^=menuitem]')]

/** Below the opener, or above where there is more room; inside the window in any case. */
function place(menu: HTMLElement, opener: HTMLElement): void {
  const at = opener.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const below = innerHeight - at.bottom - MARGIN_PX
  const top = below >= height || below >= at.top ? at.bottom + 4 : Math.max(MARGIN_PX, at.top - height - 4)
  const rtl = document.documentElement.dir === 'rtl'
  const wanted = rtl ? at.left : at.right - width
  menu.style.top = `${top}px`
  menu.style.left = `${Math.min(Math.max(MARGIN_PX, wanted), innerWidth - width - MARGIN_PX)}px`
  menu.style.maxHeight = `${innerHeight - top - MARGIN_PX}px`
}
