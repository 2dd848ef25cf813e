/** Hashtags as the viewer knows them, and what they do with them. */
import { type QueryKey, useQuery } from '@tanstack/react-query'
import type { Tag } from '../../server/tags/schema.ts'
import { get, post } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { toastError } from '../ui/toast.tsx'

const keyOf = (name: string): QueryKey => ['tag', name.toLowerCase()]
const at = (name: string) => `/api/v1/tags/${encodeURIComponent(name)}`

export const useTag = (name: string) => useQuery({ queryKey: keyOf(name), queryFn: () => get<Tag>(at(name)) })

/** Follows or features a hashtag, or stops it; seen at once. @returns whether the server did it. */
export async function changeTag(
  name: string,
  change: { readonly following: boolean } | { readonly featuring: boolean },
): Promise<boolean> {
  const key = keyOf(name)
  const before = queryClient.getQueryData<Tag>(key)
  if (before) queryClient.setQueryData<Tag>(key, { ...before, ...change })
  const verb =
    'following' in change ? (change.following ? 'follow' : 'unfollow') : change.featuring ? 'feature' : 'unfeature'
  try {
    queryClient.setQueryData(key, await post<Tag>(`${at(name)}/${verb}`))
    if ('following' in change) await queryClient.invalidateQueries({ queryKey: ['followed-tags'], refetchType: 'none' })
    return true
  } catch (error) {
    queryClient.setQueryData(key, before)
    toastError(error)
    return false
  }
}

/** Posts with it in the last seven days. */
export const usesOf = (tag: Pick<Tag, 'history'>): number =>
  tag.history.reduce((sum, { uses }) => sum + Number(uses), 0)

export const tagPath = (name: string): string => `/tags/${encodeURIComponent(name)}`
