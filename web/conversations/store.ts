/** Conversations and their messages as they are kept (TanStack Query), and what changes them. */
import { type InfiniteData, useQuery } from '@tanstack/react-query'
import type { Conversation } from '../../server/conversations/schema.ts'
import type { Status } from '../../server/posts/schema.ts'
import { keepAccounts, keepStatuses, statuses } from '../api/entities.ts'
import { del, get, getPage, post } from '../api/http.ts'
import { queryClient, usePaged } from '../api/queries.ts'
import { toastError } from '../ui/toast.tsx'
import { areSame, withNewest } from './thread.ts'
import { recountMessages } from './unread.ts'
import { othersIn } from './words.ts'

const LIST = ['conversations']
const one = (id: string) => ['conversation', id]
const messages = (id: string) => ['messages', id]
const messagesPath = (id: string) => `/api/tweeter/v1/conversations/${encodeURIComponent(id)}/statuses`
const PAGE = 40

type Pages<T> = InfiniteData<{ readonly items: readonly T[]; readonly next: string | null }>

function keep(list: Conversation[]): Conversation[] {
  for (const { accounts, last_status: last } of list) {
    keepAccounts(accounts)
    if (last) keepStatuses([last])
  }
  return list
}

/** The list, the newest first. */
export const useConversations = () => usePaged({ key: LIST, path: '/api/v1/conversations', keep })

export const useConversation = (id: string) =>
  useQuery({
    queryKey: one(id),
    queryFn: async ({ signal }) =>
      keep([await get<Conversation>(`/api/tweeter/v1/conversations/${encodeURIComponent(id)}`, {}, signal)])[0]!,
    // Who opens one sees it as it is now; until it is there, as the list had it.
    staleTime: 0,
    placeholderData: () => kept().find((each) => each.id === id),
  })

/** The messages of one, as ids, the newest first. One list, whatever entry of the history shows it: it is kept true. */
export const useMessages = (id: string) =>
  usePaged<Status, string>({ key: messages(id), path: messagesPath(id), query: { limit: PAGE }, keep: keepStatuses })

const kept = (): readonly Conversation[] =>
  queryClient.getQueryData<Pages<Conversation>>(LIST)?.pages.flatMap((page) => page.items) ?? []

/** The newest message of each conversation as it was read last: what the next one answers, also in a row of them. */
const newestIds = new Map<string, string>()
export const newestOf = (id: string): string | undefined => newestIds.get(id)
/** @param ids messages of it, the newest first. */
export function remember(id: string, ids: readonly string[]): void {
  if (ids[0]) newestIds.set(id, ids[0])
}

/** Reads the newest messages again: some came, changed or went. @returns them. */
export async function readNewest(id: string): Promise<string[]> {
  const page = await getPage<Status>(messagesPath(id), { limit: PAGE })
  const fresh = keepStatuses(page.items)
  remember(id, fresh)
  queryClient.setQueryData<Pages<string>>(
    messages(id),
    (data) => data && { ...data, pages: withNewest(data.pages, fresh, PAGE) },
  )
  return fresh
}

/** A conversation as it is now, from the stream or an answer: into the list, at its place. */
export function putIn(conversation: Conversation): void {
  keep([conversation])
  queryClient.setQueryData(one(conversation.id), conversation)
  queryClient.setQueryData<Pages<Conversation>>(LIST, (data) => {
    if (!data) return data
    const before = data.pages.flatMap((page) => page.items).find((each) => each.id === conversation.id)
    const isAtItsPlace = before !== undefined && before.last_status?.id === conversation.last_status?.id
    const pages = data.pages.map((page, at) => {
      if (isAtItsPlace) {
        return { ...page, items: page.items.map((each) => (each === before ? conversation : each)) }
      }
      const others = page.items.filter((each) => each !== before)
      return { ...page, items: at === 0 ? [conversation, ...others].sort(byNewest) : others }
    })
    return { ...data, pages }
  })
}

const byNewest = (a: Conversation, b: Conversation): number =>
  Number(b.last_status?.id ?? 0) - Number(a.last_status?.id ?? 0)

/** The list may have changed while nobody listened. */
export function refreshList(): void {
  if (queryClient.getQueryData(LIST)) void queryClient.invalidateQueries({ queryKey: LIST })
}

export async function mark(id: string, unread: boolean): Promise<void> {
  try {
    putIn(await post<Conversation>(`/api/v1/conversations/${id}/${unread ? 'unread' : 'read'}`))
  } catch (error) {
    if (unread) toastError(error) // that it was read is told again with the next look
  }
  recountMessages()
}

/** Takes it from one's own list. @throws ApiError */
export async function deleteConversation(id: string): Promise<void> {
  await del(`/api/v1/conversations/${id}`)
  queryClient.setQueryData<Pages<Conversation>>(
    LIST,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.filter((each) => each.id !== id) })),
      },
  )
  queryClient.removeQueries({ queryKey: one(id) })
  queryClient.removeQueries({ queryKey: messages(id) })
  recountMessages()
}

/** Deletes a message of one's own, for everybody. @throws ApiError */
export async function deleteMessage(conversationId: string, id: string): Promise<void> {
  await del(`/api/v1/statuses/${id}`)
  statuses.remove(id)
  await readNewest(conversationId)
}

interface NewMessage {
  readonly text: string
  readonly mediaIds: readonly string[]
  readonly replyTo: string | null
  /** So that the same message, sent again, is not there twice. */
  readonly key: string
}

/** @throws ApiError */
export async function sendMessage({ text, mediaIds, replyTo, key }: NewMessage): Promise<Status> {
  const body = {
    status: text,
    visibility: 'direct',
    media_ids: mediaIds,
    ...(replyTo !== null && { in_reply_to_id: replyTo }),
  }
  const sent = await post<Status>('/api/v1/statuses', body, { 'idempotency-key': key })
  keepStatuses([sent])
  return sent
}

/** The newest conversations, read anew. */
const newest = async (): Promise<Conversation[]> =>
  keep((await getPage<Conversation>('/api/v1/conversations', { limit: PAGE })).items)

/** Which conversation a message that was sent just now is in; null when others have written in many since. */
export const conversationOf = async (statusId: string): Promise<Conversation | null> =>
  (await newest()).find(({ last_status: last }) => last?.id === statusId) ?? null

/** The newest conversation of exactly these people, to go on with; null when there is none among the newest. */
export async function conversationWith(accountIds: readonly string[]): Promise<Conversation | null> {
  const list = await newest()
  const ids = (each: Conversation) => othersIn(each).map((account) => account.id)
  return list.find((each) => each.last_status && areSame(ids(each), accountIds)) ?? null
}
