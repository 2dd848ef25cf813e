/** What a person's filters say of a post in the place where it is shown. */
import { createContext } from 'react'
import type { FilterContext } from '../../server/filters/schema.ts'
import { type StoredStatus, statuses } from '../api/entities.ts'

export type { FilterContext }

/** Where posts are shown; null: by itself, where every filter counts. */
export const PlaceContext = createContext<FilterContext | null>(null)

export interface Verdict {
  readonly action: 'warn' | 'hide' | 'blur'
  readonly titles: string
}

const STRENGTH = { blur: 0, warn: 1, hide: 2 }

/** The strongest of the filters that match here, or null. */
export function verdictOn({ filtered }: Pick<StoredStatus, 'filtered'>, place: FilterContext | null): Verdict | null {
  const matched = filtered?.filter(({ filter }) => place === null || filter.context.includes(place)) ?? []
  if (matched.length === 0) return null
  const strongest = matched
    .map(({ filter }) => filter.filter_action)
    .reduce((one, other) => (STRENGTH[other] > STRENGTH[one] ? other : one))
  const ofIt = matched.filter(({ filter }) => filter.filter_action === strongest)
  return { action: strongest, titles: ofIt.map(({ filter }) => filter.title).join(', ') }
}

/** Whether a list shows the post of this id: it was not deleted, and no filter hides it there. */
export function isListed(id: string, place: FilterContext | null): boolean {
  const status = statuses.get(id)
  const inner = status && status.reblogId !== null ? statuses.get(status.reblogId) : status
  return status !== undefined && inner !== undefined && verdictOn(inner, place)?.action !== 'hide'
}
