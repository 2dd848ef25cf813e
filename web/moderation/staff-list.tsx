import { type ReactNode, useRef } from 'react'
import type { Query } from '../api/http.ts'
import { type PagedQuery, usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { STAFF } from './doing.ts'
import css from './staff.module.css'

const whole = <T,>(items: T[]): T[] => items

/**
 * A list of staff.
 *
 * @param keep which of a page are shown, where that is not all; `name` tells such a list from others at the path.
 */
export const useStaffPages = <T,>(
  path: string,
  query: Query = {},
  keep: (items: T[]) => T[] = whole,
  name = '',
): PagedQuery<T> => usePaged<T, T>({ key: [STAFF, path, query, name], path, query, keep })

interface StaffListProps<T> {
  readonly label: string
  readonly pages: PagedQuery<T>
  readonly empty: ReactNode
  readonly keyOf: (item: T) => string
  readonly render: (item: T, index: number) => ReactNode
}

/** A plain list that goes on by a button: staff lists are short, and rows in them open and close. */
export function StaffList<T>({ label, pages: { items, query }, empty, keyOf, render }: StaffListProps<T>) {
  const list = useRef<HTMLUListElement>(null)
  if (query.isPending) return <Skeletons count={3} />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0 && !query.hasNextPage) return empty
  const more = async () => {
    const before = items.length
    await query.fetchNextPage()
    list.current?.querySelectorAll<HTMLElement>(':scope > li')[before]?.focus()
  }
  return (
    <>
      <ul ref={list} className={css.list} aria-label={label}>
        {items.map((item, index) => (
          <li key={keyOf(item)} tabIndex={-1}>
            {render(item, index)}
          </li>
        ))}
      </ul>
      {query.isFetchNextPageError && <Failure error={query.error} />}
      {query.hasNextPage && (
        <div className={css.foot}>
          <Button busy={query.isFetchingNextPage} onClick={() => void more()}>
            {t('common.showMore')}
          </Button>
        </div>
      )}
    </>
  )
}
