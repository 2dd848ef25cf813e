import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { t } from '../messages/index.ts'
import { IconButton } from './button.tsx'
import css from './page.module.css'
import { entryKey, entryScroll, goBack, Link, useAddress } from './router.tsx'

interface PageProps {
  /** Of the column and of the tab. */
  readonly title: string
  /** Where Back leads when there is nothing to go back to; without it there is no Back. */
  readonly back?: string
  /** Under the title, such as a count. */
  readonly subtitle?: ReactNode
  /** At the end of the header. */
  readonly actions?: ReactNode
  /** Under the header and sticking with it. */
  readonly tabs?: ReactNode
  readonly children: ReactNode
  /** The heading is only for screen readers: the page says it in another way (a profile). */
  readonly quiet?: boolean
}

/** The frame of every page in the middle column: its title, the focus on arrival, and the place it was left at. */
export function Page({ title, back, subtitle, actions, tabs, children, quiet = false }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title
  }, [title])
  usePlace(heading)
  return (
    <div className={css.page}>
      <header className={`${css.header} ${quiet ? css.quiet : ''}`}>
        <div className={css.bar}>
          {back !== undefined && (
            <IconButton icon="back" className="flip" label={t('common.back')} onClick={() => goBack(back)} />
          )}
          <div className={css.titles}>
            <h1 ref={heading} tabIndex={-1} dir="auto">
              {title}
            </h1>
            {subtitle && <p>{subtitle}</p>}
          </div>
          {actions}
        </div>
        {tabs}
      </header>
      {children}
    </div>
  )
}

let arrived = ''

/** On arrival by a link the heading gets the focus, unless a field has it; and the page is where it was when it was left. */
function usePlace(heading: { readonly current: HTMLHeadingElement | null }): void {
  const key = entryKey()
  useLayoutEffect(() => {
    const isFirst = arrived === ''
    if (arrived === key) return
    arrived = key
    scrollTo(0, entryScroll())
    if (!isFirst && document.activeElement?.closest('dialog, input, textarea') == null)
      heading.current?.focus({ preventScroll: true })
  }, [key, heading])
}

interface TabsProps {
  readonly label: string
  readonly tabs: readonly { readonly to: string; readonly label: string; readonly count?: number }[]
}

/** Tabs that are addresses of their own. */
export function Tabs({ label, tabs }: TabsProps) {
  const address = useAddress()
  const path = address.split('?')[0]
  return (
    <nav className={css.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          replace
          aria-current={(tab.to.includes('?') ? address : path) === tab.to ? 'page' : undefined}
        >
          <span>
            {tab.label}
            {tab.count ? <b>{tab.count}</b> : null}
          </span>
        </Link>
      ))}
    </nav>
  )
}

/** Something in the column that stands out from lists: a form, an explanation. */
export const Section = ({ title, children }: { readonly title?: string; readonly children: ReactNode }) => (
  <section className={css.section}>
    {title && <h2>{title}</h2>}
    {children}
  </section>
)
