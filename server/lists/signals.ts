import { signal } from '../signals/index.ts'

export const listChanged = signal<{ listId: number; ownerId: number; changesHome: boolean }>(
  'lists.changed',
  'Who is in a list or what it shows changed, or it is gone; changesHome: its people are or were left out of home.',
)
