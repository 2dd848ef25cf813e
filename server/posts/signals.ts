import type { Visibility } from '../accounts/index.ts'
import { signal } from '../signals/index.ts'

/** What those who hear of a post need without reading it. */
export interface PostFact {
  readonly postId: number
  readonly authorId: number
  readonly visibility: Visibility
  /** As its author gave it; null for a boost. */
  readonly language: string | null
  /** Set when this is a boost: the post that it shows, and whose that is. */
  readonly boostOfId: number | null
  readonly boostOfAuthorId: number | null
  readonly inReplyToId: number | null
  readonly inReplyToAccountId: number | null
  readonly conversationId: number
  /** Accounts that it mentions, the author not among them. */
  readonly mentions: number[]
  /** Normalised names of its hashtags. */
  readonly tags: string[]
  readonly hasMedia: boolean
  /** The post that it quotes. */
  readonly quoteOfId: number | null
  readonly hasPoll: boolean
}

export const posted = signal<PostFact>('posts.posted', 'A post or a boost exists that did not before.')
export interface EditFact extends PostFact {
  /** Accounts that it mentions and did not before. */
  readonly mentioned: number[]
  /** Accounts that it mentioned and does not any more. */
  readonly unmentioned: number[]
  readonly languageChanged: boolean
  /** Tags (normalised) that it carries and did not, or writes otherwise, or does not carry any more. */
  readonly retagged: string[]
}
export const postEdited = signal<EditFact>('posts.edited', 'What a post says has changed.')
export const postDeleted = signal<PostFact>(
  'posts.deleted',
  'A post was deleted, or a boost was taken back; everybody who shows it should stop.',
)

export const authorLeft = signal<{ accountId: number }>(
  'posts.author-left',
  'Some of what a deleted account had posted or favourited is gone, and there may be more of it.',
)

export interface ReactionFact {
  readonly postId: number
  readonly authorId: number
  readonly accountId: number
}
export const favourited = signal<ReactionFact>('posts.favourited', 'Somebody favourited a post that they had not.')
export const unfavourited = signal<ReactionFact>('posts.unfavourited', 'Somebody took a favourite back.')
export const conversationMuted = signal<{ accountId: number; conversationId: number; muted: boolean }>(
  'posts.conversation-muted',
  'Somebody muted a conversation, or no longer does.',
)
export const postFlagged = signal<{ accountId: number; postId: number }>(
  'posts.flagged',
  'What a person sees of their own relation to a post changed: a bookmark or a pin was set or taken back.',
)

export interface QuoteFact {
  readonly postId: number
  readonly authorId: number
  readonly quotedPostId: number
  readonly quotedAuthorId: number
}
export const quoted = signal<QuoteFact>('posts.quoted', 'A post exists that quotes another.')
export const quoteRevoked = signal<QuoteFact>(
  'posts.quote-revoked',
  'The author of a quoted post (quotedAuthorId) took the permission back; whoever shows the quote should stop.',
)
export const policyChanged = signal<{ postId: number; authorId: number }>(
  'posts.policy-changed',
  'An author changed who may quote a post of theirs.',
)

export const voted = signal<{ postId: number; authorId: number; accountId: number }>(
  'posts.voted',
  'Somebody (accountId) voted in the poll of a post.',
)
/** What `pollEnding` is checked against when its time has come. */
export interface PollEnding {
  readonly postId: number
  readonly expiresAtMs: number
}
export const pollEnding = signal<PollEnding>(
  'posts.poll-ending',
  'The time at which a poll was to end has come; an edit may have moved it.',
)
export const pollEnded = signal<{ postId: number; authorId: number }>('posts.poll-ended', 'A poll is over.')

export interface ScheduleDue {
  readonly draftId: number
  readonly atMs: number
}
export const scheduleDue = signal<ScheduleDue>(
  'posts.schedule-due',
  'The time for which a post was scheduled has come; it may have been moved or cancelled.',
)
