/**
 * How the signed-in person stands to others: asked for many at once, changed at once in the store, and put back where
 * the server refuses. Whoever is blocked or muted vanishes from the lists by hidden.ts.
 */
import { useEffect } from 'react'
import type { FollowBody, Relationship } from '../../server/relations/schema.ts'
import { accounts, keepRelationships, relationships, useRelationship } from '../api/entities.ts'
import { get, post } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { currentMe, setMe } from '../session/me.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { hide, show } from './hidden.ts'
import { nameOf } from './name.tsx'

/** Rows that appear together ask together. */
const TOGETHER_MS = 20
const MOST_AT_ONCE = 40
const wanted = new Set<string>()
const asked = new Set<string>()
let isScheduled = false

/** Asks how one stands to these people. @param again also about those who are known already. */
export function askRelationships(ids: readonly string[], { again = false } = {}): void {
  const own = currentMe()?.id
  if (own === undefined) return
  for (const id of ids) if (id !== own && (again || !(relationships.get(id) || asked.has(id)))) wanted.add(id)
  if (wanted.size === 0 || isScheduled) return
  isScheduled = true
  setTimeout(() => void askNow(), TOGETHER_MS)
}

async function askNow(): Promise<void> {
  isScheduled = false
  const ids = [...wanted]
  wanted.clear()
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const some = ids.slice(at, at + MOST_AT_ONCE)
    for (const id of some) asked.add(id)
    try {
      keepRelationships(await get<Relationship[]>('/api/v1/accounts/relationships', { id: some, with_suspended: true }))
    } catch {
      // Buttons stay away until they are asked for again; what failed is said by the list around them.
    } finally {
      for (const id of some) asked.delete(id)
    }
  }
}

/** Sees to it that these relationships are known soon. */
export function useRelationships(ids: readonly string[]): void {
  const key = ids.join()
  useEffect(() => askRelationships(key ? key.split(',') : []), [key])
}

/** How one stands to this person, asked for where it is not known; undefined until then, and for oneself. */
export function useRelationshipWith(id: string): Relationship | undefined {
  useEffect(() => askRelationships([id]), [id])
  return useRelationship(id)
}

/** Keeps what the server says, and the counts of followers true. */
function keep(relationship: Relationship, before: boolean): void {
  relationships.put(relationship)
  const difference = Number(relationship.following) - Number(before)
  const account = accounts.get(relationship.id)
  const me = currentMe()
  if (difference === 0) return
  if (account) accounts.patch(account.id, { followers_count: Math.max(0, account.followers_count + difference) })
  if (me) setMe({ ...me, following_count: Math.max(0, me.following_count + difference) })
}

/**
 * Changes a relationship: `change` is seen at once, `path` with `body` tells the server, whose answer is the last word.
 *
 * @returns whether it was done; when not, it is as before, and a toast says why.
 */
async function act(id: string, path: string, change: Partial<Relationship>, body?: object): Promise<boolean> {
  const before = relationships.get(id)
  relationships.patch(id, change)
  try {
    keep(await post<Relationship>(`/api/v1/accounts/${id}/${path}`, body), before?.following ?? false)
    return true
  } catch (error) {
    if (before) relationships.put(before)
    toastError(error)
    return false
  }
}

const nameFor = (id: string): string => {
  const account = accounts.get(id)
  return account ? nameOf(account) : ''
}

/** Lists that the server now makes otherwise are read anew when they are next shown. */
const listsChanged = () => void queryClient.invalidateQueries({ refetchType: 'none' })

/** Follows, asks to where the person confirms followers, or changes the settings of a follow. */
export async function follow(id: string, settings: FollowBody = {}): Promise<boolean> {
  const isThere = relationships.get(id)?.following || relationships.get(id)?.requested
  const change = isThere ? {} : accounts.get(id)?.locked ? { requested: true } : { following: true }
  const done = await act(
    id,
    'follow',
    {
      ...change,
      ...(settings.notify !== undefined && { notifying: settings.notify }),
      ...(settings.reblogs !== undefined && { showing_reblogs: settings.reblogs }),
      ...(settings.languages && { languages: settings.languages.length > 0 ? settings.languages : null }),
    },
    settings,
  )
  if (done) listsChanged()
  return done
}

/** Follows no longer, or takes the request back. */
export async function unfollow(id: string): Promise<boolean> {
  const done = await act(id, 'unfollow', { following: false, requested: false, notifying: false, endorsed: false })
  if (done) listsChanged()
  return done
}

/** Makes somebody follow one no longer. */
export async function removeFollower(id: string): Promise<boolean> {
  const done = await act(id, 'remove_from_followers', { followed_by: false })
  if (done) toast(t('accounts.followerRemoved', { name: nameFor(id) }))
  return done
}

/** Their posts vanish at once. @param duration seconds; 0: until it is taken back. */
export async function mute(id: string, { notifications = true, duration = 0 } = {}): Promise<boolean> {
  hide(id)
  const done = await act(id, 'mute', { muting: true, muting_notifications: notifications }, { notifications, duration })
  if (done) {
    toast(t('accounts.mutedToast', { name: nameFor(id) }), { label: t('common.undo'), run: () => void unmute(id) })
    listsChanged()
  } else show(id)
  return done
}

export async function unmute(id: string): Promise<boolean> {
  const done = await act(id, 'unmute', { muting: false, muting_notifications: false, muting_expires_at: null })
  if (done && !relationships.get(id)?.blocking) show(id)
  if (done) listsChanged()
  return done
}

/** Neither sees the other any more; their posts vanish at once. */
export async function block(id: string): Promise<boolean> {
  hide(id)
  const done = await act(id, 'block', { blocking: true, following: false, followed_by: false, requested: false })
  if (done) {
    toast(t('accounts.blockedToast', { name: nameFor(id) }), { label: t('common.undo'), run: () => void unblock(id) })
    listsChanged()
  } else show(id)
  return done
}

export async function unblock(id: string): Promise<boolean> {
  const done = await act(id, 'unblock', { blocking: false })
  if (done && !relationships.get(id)?.muting) show(id)
  if (done) listsChanged()
  return done
}

/** Notes something about a person for oneself; empty takes it back. */
export const note = (id: string, comment: string): Promise<boolean> => act(id, 'note', { note: comment }, { comment })

/** Features somebody whom one follows on one's profile, or no longer. */
export async function endorse(id: string, on: boolean): Promise<boolean> {
  const done = await act(id, on ? 'endorse' : 'unendorse', { endorsed: on })
  if (done) toast(t(on ? 'accounts.endorsed' : 'accounts.unendorsed', { name: nameFor(id) }))
  return done
}

/** Answers a request to follow. */
export async function answerRequest(id: string, accept: boolean): Promise<boolean> {
  try {
    const answer = await post<Relationship>(`/api/v1/follow_requests/${id}/${accept ? 'authorize' : 'reject'}`)
    relationships.put(answer)
  } catch (error) {
    toastError(error)
    return false
  }
  const me = currentMe()
  if (me) {
    const waiting = Math.max(0, me.source.follow_requests_count - 1)
    setMe({
      ...me,
      followers_count: me.followers_count + Number(accept),
      source: { ...me.source, follow_requests_count: waiting },
    })
  }
  return true
}
