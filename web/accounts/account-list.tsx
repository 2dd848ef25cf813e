import type { ReactNode } from 'react'
import type { PagedQuery } from '../api/queries.ts'
import { Failure, Skeletons } from '../ui/states.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { PersonRow } from './person-row.tsx'

interface AccountListProps {
  readonly name: string
  readonly label: string
  readonly pages: PagedQuery<string>
  /** What is shown where there is nobody. */
  readonly empty: ReactNode
  /** What one may do with each; without it, following. */
  readonly actions?: (id: string) => ReactNode
}

/** A list of people that goes on, with all its states. */
export function AccountList({ name, label, pages: { items, query }, empty, actions }: AccountListProps) {
  if (query.isPending) return <Skeletons />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0) return empty
  return (
    <VirtualList
      name={name}
      label={label}
      items={items}
      keyOf={(id) => id}
      render={(id) => (actions ? <PersonRow id={id} actions={actions(id)} /> : <PersonRow id={id} />)}
      estimate={96}
      going={query}
    />
  )
}
