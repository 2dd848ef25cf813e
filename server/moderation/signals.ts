import { signal } from '../signals/index.ts'

export const reported = signal<{ reportId: number; accountId: number; targetId: number }>(
  'moderation.reported',
  'Somebody (accountId) reported somebody (targetId) to those who run the network.',
)

/** What was decided, as a strike records it. */
export type StrikeAction =
  | ('none' | 'sensitive' | 'disable' | 'silence' | 'suspend')
  | ('delete_statuses' | 'mark_statuses_as_sensitive')

export const actedOn = signal<{ warningId: number; accountId: number; action: StrikeAction; tell: boolean }>(
  'moderation.acted-on',
  'A moderator decided something about an account; its person is to be told unless `tell` is false.',
)

export const suspensionAged = signal<{ accountId: number; since: string }>(
  'moderation.suspension-aged',
  'An account was suspended 30 days ago (since, ISO 8601), and may have been let back in meanwhile.',
)

export const automationLimited = signal<{ accountId: number | null; visitor: string | null; untilMs: number | null }>(
  'moderation.automation-limited',
  'An account or a hashed address gets a tenth of every rate limit from now on, or (untilMs null) all of it again.',
)

export const rulesChanged = signal<Record<string, never>>(
  'moderation.rules-changed',
  'The rules of the network are others now.',
)

export const blocksChanged = signal<Record<string, never>>(
  'moderation.blocks-changed',
  'The blocks of network addresses are others now.',
)
