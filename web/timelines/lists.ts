/** One's own lists: read, made, changed, deleted, and who is in them. */
import { useQuery } from '@tanstack/react-query'
import type { Account } from '../../server/accounts/schema.ts'
import type { ChangeList, List } from '../../server/lists/schema.ts'
import { keepAccounts } from '../api/entities.ts'
import { address, del, get, post, put } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'

const LISTS = ['lists']
const at = (id: string) => `/api/v1/lists/${id}`

export const useLists = () => useQuery({ queryKey: LISTS, queryFn: () => get<List[]>('/api/v1/lists') })

export const useList = (id: string) =>
  useQuery({
    queryKey: ['list', id],
    queryFn: () => get<List>(at(id)),
    placeholderData: () => queryClient.getQueryData<List[]>(LISTS)?.find((list) => list.id === id),
  })

export async function createList(title: string): Promise<List> {
  const made = await post<List>('/api/v1/lists', { title })
  await queryClient.invalidateQueries({ queryKey: LISTS })
  return made
}

export async function changeList(id: string, change: ChangeList): Promise<void> {
  queryClient.setQueryData(['list', id], await put<List>(at(id), change))
  await queryClient.invalidateQueries({ queryKey: LISTS })
}

export async function deleteList(id: string): Promise<void> {
  await del(at(id))
  queryClient.setQueryData<List[]>(LISTS, (lists) => lists?.filter((list) => list.id !== id))
  queryClient.removeQueries({ queryKey: ['list', id] })
}

const membersKey = (id: string) => ['list-members', id]

/** Ids of everybody in a list. */
export const useMembers = (id: string) =>
  useQuery({
    queryKey: membersKey(id),
    queryFn: async () => keepAccounts(await get<Account[]>(`${at(id)}/accounts`, { limit: 0 })),
  })

/** Puts somebody in or takes them out; seen at once. @throws ApiError, and it is as before. */
export async function setMember(listId: string, accountId: string, isIn: boolean): Promise<void> {
  const key = membersKey(listId)
  const before = queryClient.getQueryData<string[]>(key) ?? []
  const others = before.filter((id) => id !== accountId)
  queryClient.setQueryData(key, isIn ? [accountId, ...others] : others)
  try {
    if (isIn) await post(`${at(listId)}/accounts`, { account_ids: [accountId] })
    else await del(address(`${at(listId)}/accounts`, { account_ids: [accountId] }))
  } catch (error) {
    queryClient.setQueryData(key, before)
    throw error
  }
}

/** Ids of people whom one follows and who match; nobody for an empty query. */
export const useFollowedPeople = (query: string) =>
  useQuery({
    queryKey: ['followed-people', query],
    enabled: query !== '',
    queryFn: async ({ signal }) =>
      keepAccounts(await get<Account[]>('/api/v1/accounts/search', { q: query, following: true, limit: 10 }, signal)),
    placeholderData: (before) => before,
  })
