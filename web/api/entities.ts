/**
 * What the client knows of posts, people and relationships, each once, by its id. Lists hold ids only, so that a
 * favourite or an edit shows everywhere at once, and a change of one post renders that post and nothing else.
 */
import { useCallback, useSyncExternalStore } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import type { QuotedStatus, Status } from '../../server/posts/schema.ts'
import type { Relationship } from '../../server/relations/schema.ts'

export class EntityStore<T extends { readonly id: string }> {
  readonly #entities = new Map<string, T>()
  readonly #listeners = new Map<string, Set<() => void>>()
  readonly #removalListeners = new Set<() => void>()
  /** Grows with every removal, so that lists can look again at what they hold. */
  removals = 0

  get(id: string): T | undefined {
    return this.#entities.get(id)
  }

  put(entity: T): void {
    this.#entities.set(entity.id, entity)
    this.#tell(entity.id)
  }

  /** Changes some fields of what is there. */
  patch(id: string, change: Partial<T>): void {
    const before = this.#entities.get(id)
    if (before) this.put({ ...before, ...change })
  }

  remove(id: string): void {
    if (!this.#entities.delete(id)) return
    this.removals++
    this.#tell(id)
    for (const listener of this.#removalListeners) listener()
  }

  readonly onRemoval = (listener: () => void): (() => void) => {
    this.#removalListeners.add(listener)
    return () => this.#removalListeners.delete(listener)
  }

  subscribe(id: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set()
    this.#listeners.set(id, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id)
    }
  }

  /** Everything that is known, for the rare look over all (a person was blocked: drop their posts). */
  all(): IterableIterator<T> {
    return this.#entities.values()
  }

  #tell(id: string): void {
    for (const listener of this.#listeners.get(id) ?? []) listener()
  }
}

/** A post as it is kept: what it boosts stands on its own, by its id. */
export type StoredStatus = Omit<Status, 'reblog'> & { readonly reblogId: string | null }

export const statuses = new EntityStore<StoredStatus>()
export const accounts = new EntityStore<Account>()
export const relationships = new EntityStore<Relationship>()

/** Keeps posts as the server gave them, with their authors, what they boost and what they quote. @returns their ids. */
export function keepStatuses(list: readonly Status[]): string[] {
  for (const status of list) {
    const { reblog, ...own } = status
    if (reblog) keepStatuses([{ ...reblog, reblog: null }])
    if (status.quote?.quoted_status) keepQuoted(status.quote.quoted_status)
    statuses.put({ ...own, reblogId: reblog?.id ?? null })
    accounts.put(status.account)
  }
  return list.map((status) => status.id)
}

/** A quoted post tells of what it quotes by its id only: what is known of that already is not lost. */
function keepQuoted({ reblog: _none, quote: shallow, ...status }: QuotedStatus): void {
  const known = statuses.get(status.id)?.quote
  const quote = shallow && (known?.state === shallow.state ? known : { state: shallow.state, quoted_status: null })
  statuses.put({ ...status, quote, reblogId: null })
  accounts.put(status.account)
}

/** Keeps people. @returns their ids. */
export function keepAccounts(list: readonly Account[]): string[] {
  for (const account of list) accounts.put(account)
  return list.map((account) => account.id)
}

export const keepRelationships = (list: readonly Relationship[]): void => {
  for (const relationship of list) relationships.put(relationship)
}

/** One entity of a store, as it is known now. */
export function useEntity<T extends { readonly id: string }>(store: EntityStore<T>, id: string | null): T | undefined {
  const subscribe = useCallback(
    (listener: () => void) => (id === null ? () => {} : store.subscribe(id, listener)),
    [store, id],
  )
  return useSyncExternalStore(subscribe, () => (id === null ? undefined : store.get(id)))
}

/** The post of this id as it is known now; undefined when it is not known, or was deleted. */
export const useStatus = (id: string | null) => useEntity(statuses, id)
export const useAccount = (id: string | null) => useEntity(accounts, id)
/** undefined until it was asked for (accounts/relationships.ts asks for many at once). */
export const useRelationship = (id: string | null) => useEntity(relationships, id)

/** Counts removals of posts: a list that uses it looks again at which of its posts are still there. */
export const useRemovals = (): number => useSyncExternalStore(statuses.onRemoval, () => statuses.removals)
