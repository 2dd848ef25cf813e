import { signal } from '../signals/index.ts'

export const tagFollowed = signal<{ accountId: number; tag: string }>(
  'tags.followed',
  'Somebody follows a hashtag (normalised) that they did not: public posts with it belong into their home.',
)
export const tagUnfollowed = signal<{ accountId: number; tag: string }>(
  'tags.unfollowed',
  'Somebody no longer follows a hashtag (normalised).',
)
