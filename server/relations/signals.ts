import { signal } from '../signals/index.ts'

export interface FollowFact {
  readonly followerId: number
  readonly followeeId: number
  readonly showReblogs: boolean
  readonly notify: boolean
  /** False when the follow held before and only its settings changed. */
  readonly isNew: boolean
}

export const followed = signal<FollowFact>(
  'relations.followed',
  'A follow holds that did not before (isNew), or one that held has other settings now.',
)
export const unfollowed = signal<{ followerId: number; followeeId: number }>(
  'relations.unfollowed',
  'A follow no longer holds: taken back, removed by the followed one, or ended by a block or a deletion.',
)
export const followRequested = signal<{ followerId: number; followeeId: number }>(
  'relations.follow-requested',
  'Somebody asked to follow a locked account, and waits for an answer.',
)
export const followRequestGone = signal<{ followerId: number; followeeId: number; accepted: boolean }>(
  'relations.follow-request-gone',
  'A request to follow no longer waits: it was accepted, rejected or withdrawn, or ended by a block or a deletion.',
)
export const blocked = signal<{ blockerId: number; blockedId: number }>(
  'relations.blocked',
  'Somebody blocks somebody whom they did not block before; what they followed of each other has ended.',
)
export const unblocked = signal<{ blockerId: number; blockedId: number }>(
  'relations.unblocked',
  'Somebody no longer blocks somebody.',
)
export const muted = signal<{ muterId: number; mutedId: number; notifications: boolean; expiresAt: string | null }>(
  'relations.muted',
  'Somebody mutes somebody (until expiresAt, ISO 8601, or for good), or an existing mute was changed.',
)
export const unmuted = signal<{ muterId: number; mutedId: number }>(
  'relations.unmuted',
  'Somebody took a mute back. A mute that runs out by itself is not announced.',
)
