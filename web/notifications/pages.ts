/** The lists of notifications as they are kept (TanStack Query), and what changes them. */
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { GroupedNotifications, Notification, NotificationGroup } from '../../server/notifications/schema.ts'
import { keepAccounts, keepStatuses } from '../api/entities.ts'
import { getLinked, post, type Query } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { entryScroll } from '../ui/router.tsx'
import { toastError } from '../ui/toast.tsx'
import { eachOnce, merged } from './groups.ts'
import { forgetArrivals } from './unread.ts'

interface GroupPage {
  readonly groups: readonly NotificationGroup[]
  readonly next: string | null
  /** When it was asked for, in milliseconds of this machine. */
  readonly asked: number
}
type Lists = InfiniteData<GroupPage, string | null>

const LISTS = ['notifications']
export const POLICY = ['notification-policy']
export const REQUESTS = ['notification-requests']

/** @param name of the list, unique. @param query what narrows it. */
export function useGroups(name: string, query: Query) {
  const key = [...LISTS, name]
  // Who comes anew sees what is there now; who comes back, what they left.
  const [isNew] = useState(() => {
    const comesAnew = entryScroll() === 0
    if (comesAnew) onlyFirstPage(key)
    return comesAnew
  })
  const result = useInfiniteQuery({
    queryKey: key,
    refetchOnMount: isNew ? 'always' : false,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }): Promise<GroupPage> => {
      const asked = Date.now()
      const page = await (pageParam === null
        ? getLinked<GroupedNotifications>('/api/v2/notifications', query, signal)
        : getLinked<GroupedNotifications>(pageParam, {}, signal))
      keepAccounts(page.body.accounts)
      keepStatuses(page.body.statuses)
      return { groups: page.body.notification_groups, next: page.next, asked }
    },
    getNextPageParam: (last) => last.next,
  })
  const pages = result.data?.pages
  const groups = useMemo(() => eachOnce(pages?.flatMap((page) => page.groups) ?? []), [pages])
  return { key, groups, asked: pages?.[0]?.asked ?? 0, query: result }
}

/** So that reading a list anew is one request, however far it was read before. */
function onlyFirstPage(key: readonly unknown[]): void {
  queryClient.setQueryData<Lists>(
    key,
    (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
  )
}

/** Reads the list anew from its top. */
export function refresh(key: readonly unknown[]): void {
  onlyFirstPage(key)
  void queryClient.invalidateQueries({ queryKey: key })
}

/** All lists, and what is held back: much has changed at once. */
export function refreshAll(): void {
  for (const { queryKey } of queryClient.getQueryCache().findAll({ queryKey: LISTS })) refresh(queryKey)
  void queryClient.invalidateQueries({ queryKey: POLICY })
  void queryClient.invalidateQueries({ queryKey: REQUESTS })
}

/** Puts what came over the stream at the top. @param come the oldest first. */
export function putIn(key: readonly unknown[], come: readonly Notification[]): void {
  queryClient.setQueryData<Lists>(key, (data) => {
    const [first, ...rest] = data?.pages ?? []
    if (!data || !first) return data
    const all = data.pages.flatMap((page) => page.groups)
    const grown = new Set(come.map((one) => one.group_key))
    const top = merged(eachOnce(all), come).filter((group) => grown.has(group.group_key))
    const without = (page: GroupPage) => page.groups.filter((group) => !grown.has(group.group_key))
    const pages = [
      { ...first, groups: [...top, ...without(first)] },
      ...rest.map((page) => ({ ...page, groups: without(page) })),
    ]
    return { ...data, pages }
  })
}

/** Takes a group from every list at once. */
export function takeOut(groupKey: string): void {
  forgetArrivals(groupKey)
  queryClient.setQueriesData<Lists>({ queryKey: LISTS }, (data) => {
    if (!data) return data
    const pages = data.pages.map((page) => ({
      ...page,
      groups: page.groups.filter((group) => group.group_key !== groupKey),
    }))
    return { ...data, pages }
  })
}

/** Optimistic: it is gone at once, and comes back when the server will not. */
export async function dismiss(groupKey: string): Promise<void> {
  const before = queryClient.getQueriesData<Lists>({ queryKey: LISTS })
  takeOut(groupKey)
  try {
    await post(`/api/v2/notifications/${groupKey}/dismiss`)
  } catch (error) {
    for (const [key, data] of before) queryClient.setQueryData(key, data)
    toastError(error)
  }
}

export async function clearAll(): Promise<void> {
  await post('/api/v1/notifications/clear')
  forgetArrivals()
  refreshAll()
}
