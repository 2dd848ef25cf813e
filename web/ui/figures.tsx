/** Numbers in cards, and numbers as bars beside each other. */
import type { ReactNode } from 'react'
import css from './figures.module.css'

/** A row of cards; its children are `Figure`s. */
export const Figures = ({ children }: { readonly children: ReactNode }) => <dl className={css.figures}>{children}</dl>

interface FigureProps {
  readonly name: string
  /** What it means, or how it came about. */
  readonly text?: ReactNode
  readonly tone?: 'strong' | 'bad' | undefined
  /** The number itself. */
  readonly children: ReactNode
}

export const Figure = ({ name, text, tone, children }: FigureProps) => (
  <div className={tone && css[tone]}>
    <dt>{name}</dt>
    <dd className={css.value}>{children}</dd>
    {text && <dd>{text}</dd>}
  </div>
)

export interface BarRow {
  readonly key: string
  readonly name: ReactNode
  readonly words: string
  /** How long the bar is; null: without one. */
  readonly value: number | null
}

/** Counts under each other, the longest bar for the greatest. */
export function Bars({ rows }: { readonly rows: readonly BarRow[] }) {
  const most = Math.max(1, ...rows.map(({ value }) => value ?? 0))
  return (
    <ul className={css.bars}>
      {rows.map(({ key, name, words, value }) => (
        <li key={key}>
          <bdi>{name}</bdi>
          <bdi>{words}</bdi>
          {value !== null && <i aria-hidden="true" style={{ '--part': `${(value / most) * 100}%` } as object} />}
        </li>
      ))}
    </ul>
  )
}
