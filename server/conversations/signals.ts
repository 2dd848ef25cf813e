import { signal } from '../signals/index.ts'

export const conversationChanged = signal<{ accountIds: number[]; postId: number }>(
  'conversations.changed',
  'The conversation of these people that a direct post (postId) is in has changed: a post came, changed or went, or somebody marked it.',
)
